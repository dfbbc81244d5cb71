package io.millrace.app.sink;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The numbers that tests send through streams to sinks. */
final class Numbers {

    private Numbers() {}

    static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    static String lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(n -> n + "\n").collect(Collectors.joining());
    }
}
