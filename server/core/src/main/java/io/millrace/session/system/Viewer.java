package io.millrace.session.system;

import io.millrace.config.Settings;

/** Who reads a system relation. */
public record Viewer(String session, String user, Settings settings) {}
