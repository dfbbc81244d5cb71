package io.millrace.planner.types;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;

/** Makes Calcite's types by our rules, with text in UTF-8. */
public final class MillraceTypeFactory extends JavaTypeFactoryImpl {

    public MillraceTypeFactory() {
        super(new MillraceTypeSystem());
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }
}
