package io.millrace.engine.driver.batch;

import io.millrace.engine.batch.InputTime;
import io.millrace.engine.input.Input;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How inputs stand in time, as far as that has to be written down: which partitions are silent is known from clocks alone. Used by the
 * driver's thread.
 */
final class InputTimes {

    private final Relations relations;
    private Map<Input, InputTime> written = new HashMap<>();

    InputTimes(Relations relations) {
        this.relations = relations;
    }

    private static InputTime of(Input input) {
        return new InputTime(input.watermarks().current(), input.watermarks().isSilent());
    }

    /**
     * What a batch has to tell.
     *
     * @param reading the inputs that took part in it; of others only those that stand otherwise than they did
     */
    public Map<String, InputTime> of(Collection<Input> reading) {
        Map<String, InputTime> told = new HashMap<>();
        for (Input input : relations.inputs()) {
            if (input.definition().watermark().isPresent()
                    && (reading.contains(input) || !of(input).equals(written.get(input)))) {
                told.put(input.name(), of(input));
            }
        }
        return told;
    }

    /** The batch that told is committed. */
    public void written() {
        Map<Input, InputTime> all = new HashMap<>();
        for (Input input : relations.inputs()) {
            if (input.definition().watermark().isPresent()) {
                all.put(input, of(input));
            }
        }
        written = all;
    }

    /** Lets inputs stand as they stood: as they tell, or else as they did before. */
    public void set(Map<String, InputTime> told) {
        for (Input input : relations.inputs()) {
            InputTime time = told.getOrDefault(input.name(), written.get(input));
            if (time != null) {
                input.watermarks()
                        .stand(time.watermark(), time.silent(), input.reading().isPresent());
            }
        }
    }
}
