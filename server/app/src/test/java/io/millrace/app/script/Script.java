package io.millrace.app.script;

import java.nio.file.Path;
import java.util.List;

/** A file of directives. */
record Script(Path file, List<Directive> directives) {}
