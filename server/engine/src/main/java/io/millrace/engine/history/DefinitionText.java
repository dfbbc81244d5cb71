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
 * @param user whom it belongs to what the statement made; empty for nobody in particular
 * @param plan that was made of it, as bytes of whoever made it; empty when there is none. Executed again with it, the statement is what
 *     it was, also where a newer server would plan it in another way
 */
public record DefinitionText(String text, Map<String, String> settings, String user, ByteBuffer plan) {

    private static final ByteBuffer NO_PLAN = ByteBuffer.allocate(0).asReadOnlyBuffer();
    private static final int FIRST_WITH_PLAN = 2;

    /** Written among the settings, of which none is called so. */
    private static final String USER = "user";

    public DefinitionText {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        plan = plan.asReadOnlyBuffer();
    }

    /** A statement of which nothing is planned. */
    public DefinitionText(String text, Map<String, String> settings, String user) {
        this(text, settings, user, NO_PLAN);
    }

    /** The same of nobody in particular. */
    public DefinitionText(String text, Map<String, String> settings) {
        this(text, settings, "");
    }

    /** The same statement as if somebody else had made it. */
    public DefinitionText of(String other) {
        return new DefinitionText(text, settings, other, plan);
    }

    /** Another statement in its place, with or without its plan. */
    public DefinitionText replaced(String other, boolean planned) {
        return new DefinitionText(other, settings, user, planned ? plan : NO_PLAN);
    }

    /** The same with a plan. */
    public DefinitionText with(byte[] made) {
        return new DefinitionText(text, settings, user, ByteBuffer.wrap(made));
    }

    /** One that was carried out when something landed. */
    public static DefinitionText of(LandedStatement statement) {
        return new DefinitionText(statement.text(), statement.settings(), statement.user(), statement.plan());
    }

    /** The same as one that is carried out when something lands. */
    public LandedStatement landed() {
        return new LandedStatement(text, settings, user, plan);
    }

    public void put(Encoder out) {
        out.putText(text);
        Map<String, String> written = new TreeMap<>(settings);
        if (!user.isEmpty()) {
            written.put(USER, user);
        }
        MapCodec.put(written, out, out::putText);
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
        Map<String, String> settings = new TreeMap<>(MapCodec.take(in, in::takeText));
        String user = settings.getOrDefault(USER, "");
        settings.remove(USER);
        return new DefinitionText(
                text, settings, user, in.version() < FIRST_WITH_PLAN ? NO_PLAN : ByteBuffer.wrap(in.takeBlock()));
    }

    /** Plans are for machines. */
    @Override
    public String toString() {
        return text + (user.isEmpty() ? "" : " of " + user) + " with " + settings + " and " + plan.remaining()
                + " bytes of plan";
    }
}
