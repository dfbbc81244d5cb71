package io.millrace.session.definition;

import io.millrace.spi.connector.option.Options;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Options as they are by now, checked once for each time that they have changed. Thread-safe. */
final class LatestOptions implements Supplier<Options> {

    private final Supplier<Map<String, String>> values;
    private final Function<Map<String, String>, Options> check;
    private volatile Checked last;

    private record Checked(Map<String, String> values, Options options) {}

    /** @param values the same map as long as nothing has changed */
    LatestOptions(Supplier<Map<String, String>> values, Function<Map<String, String>, Options> check) {
        this.values = values;
        this.check = check;
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public Options get() {
        Map<String, String> now = values.get();
        Checked known = last;
        if (known == null || known.values() != now) {
            known = new Checked(now, check.apply(now));
            last = known;
        }
        return known.options();
    }
}
