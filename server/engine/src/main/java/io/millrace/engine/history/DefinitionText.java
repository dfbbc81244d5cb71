package io.millrace.engine.history;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A statement that has changed what is defined, as it is executed again.
 *
 * @param text of the statement
 * @param settings of the session that decide what it means, by key
 */
public record DefinitionText(String text, Map<String, String> settings) {

    public DefinitionText {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    public void put(Encoder out) {
        out.putText(text);
        MapCodec.put(settings, out, out::putText);
    }

    public static DefinitionText take(Decoder in) {
        return new DefinitionText(in.takeText(), MapCodec.take(in, in::takeText));
    }
}
