package io.millrace.codec.graph;

import io.millrace.codec.Encoder;
import java.util.Map;
import java.util.function.Consumer;

/** Parts of one kind, each written once and known by its number afterwards. */
final class PartList<T> {

    private final Map<T, Integer> numbers;
    private final Encoder records = new Encoder();

    /** @param numbers empty; decides which parts are the same */
    PartList(Map<T, Integer> numbers) {
        this.numbers = numbers;
    }

    /** The number of a part, which is written when it is new; the parts that it refers to are written first. */
    int number(T part, Consumer<Encoder> writing) {
        Integer known = numbers.get(part);
        if (known != null) {
            return known;
        }
        Encoder record = new Encoder();
        writing.accept(record);
        records.putAll(record);
        int number = numbers.size();
        numbers.put(part, number);
        return number;
    }

    void writeTo(Encoder out) {
        out.putCount(numbers.size());
        out.putAll(records);
    }
}
