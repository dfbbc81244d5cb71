package io.millrace.engine.history;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import io.millrace.engine.batch.LandedStatement;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A statement that has changed what is defined, as it is executed again.
 *
 * @param text of the statement
 * @param settings of the session that decide what it means, by key
 * @param plan that was made of it, as bytes of whoever made it; empty when there is none. Executed again with it, the statement is what
 *     it was, also where a newer server would plan it in another way
 */
public record DefinitionText(String text, Map<String, String> settings, ByteBuffer plan) {

    private static final ByteBuffer NO_PLAN = ByteBuffer.allocate(0).asReadOnlyBuffer();
    private static final int FIRST_WITH_PLAN = 2;

    public DefinitionText {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        plan = plan.asReadOnlyBuffer();
    }

    /** A statement of which nothing is planned. */
    public DefinitionText(String text, Map<String, String> settings) {
        this(text, settings, NO_PLAN);
    }

    /** The same with a plan. */
    public DefinitionText with(byte[] made) {
        return new DefinitionText(text, settings, ByteBuffer.wrap(made));
    }

    /** One that was carried out when something landed. */
    public static DefinitionText of(LandedStatement statement) {
        return new DefinitionText(statement.text(), statement.settings(), statement.plan());
    }

    /** The same as one that is carried out when something lands. */
    public LandedStatement landed() {
        return new LandedStatement(text, settings, plan);
    }

    public void put(Encoder out) {
        out.putText(text);
        MapCodec.put(settings, out, out::putText);
        out.putBlock(planBytes());
    }

    /** A copy of the plan; empty when there is none. */
    public byte[] planBytes() {
        byte[] bytes = new byte[plan.remaining()];
        plan.duplicate().get(bytes);
        return bytes;
    }

    public static DefinitionText take(Decoder in) {
        String text = in.takeText();
        Map<String, String> settings = MapCodec.take(in, in::takeText);
        return new DefinitionText(
                text, settings, in.version() < FIRST_WITH_PLAN ? NO_PLAN : ByteBuffer.wrap(in.takeBlock()));
    }

    /** Plans are for machines. */
    @Override
    public String toString() {
        return text + " with " + settings + " and " + plan.remaining() + " bytes of plan";
    }
}
