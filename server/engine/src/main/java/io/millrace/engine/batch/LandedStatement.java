package io.millrace.engine.batch;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A statement that alters what is there, carried out when something lands.
 *
 * @param text of the statement
 * @param settings of the session that decide what it means, by key
 * @param user who made it; empty for nobody in particular
 * @param plan that was made of it, as bytes of whoever made it; empty when there is none
 */
public record LandedStatement(String text, Map<String, String> settings, String user, ByteBuffer plan) {

    public LandedStatement {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        plan = plan.asReadOnlyBuffer();
    }
}
