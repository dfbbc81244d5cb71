package io.millrace.connector.generator.rule;

import io.millrace.connector.generator.CountedRandom;
import io.millrace.connector.generator.OffsetColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import java.util.Arrays;
import java.util.List;

/** Makes columns of numbers, dates and times. */
final class NumberColumns {

    private NumberColumns() {}

    /** The value at an offset. */
    @FunctionalInterface
    private interface Formula {
        long at(long offset);
    }

    static OffsetColumn sequence(NumberForm form, Rules rules) {
        rules.allowOnly("a sequence of numbers or times", "start", "step", "min", "max");
        long start = rules.text("start")
                .map(text -> form.parse(rules, "start", text))
                .orElse(form.usualMin());
        long step = rules.text("step").map(text -> form.parseStep(rules, text)).orElse(form.usualStep());
        String limitRule = step < 0 ? "min" : "max";
        long limit = rules.text(limitRule)
                .map(text -> form.parse(rules, limitRule, text))
                .orElse(step < 0 ? form.least() : form.greatest());
        if (step == 0 || (step > 0 ? limit < start : limit > start)) {
            throw rules.invalid(
                    rules.has("step") ? "step" : limitRule,
                    "such that the sequence leads from 'start' to '" + limitRule + "'");
        }
        double room = ((double) limit - start) / step;
        long count = room >= 9e18 ? Long.MAX_VALUE : (limit - start) / step + 1;
        return column(form, offset -> start + (offset % count) * step);
    }

    static OffsetColumn random(NumberForm form, Rules rules, CountedRandom random) {
        rules.allowOnly("random numbers or times", "min", "max");
        long min = rules.text("min").map(text -> form.parse(rules, "min", text)).orElse(form.usualMin());
        long max = rules.text("max").map(text -> form.parse(rules, "max", text)).orElse(Math.max(min, form.usualMax()));
        if (min > max) {
            throw rules.invalid(rules.has("min") ? "min" : "max", "such that 'min' is not above 'max'");
        }
        long bound = max - min + 1;
        if (bound <= 0) { // more values than a long counts
            return column(form, offset -> {
                long bits = random.bits(offset);
                return bits >= min && bits <= max ? bits : min + (bits >>> 1);
            });
        }
        return column(form, offset -> min + CountedRandom.belowLong(random.bits(offset), bound));
    }

    static OffsetColumn choice(NumberForm form, Rules rules, String rule, List<String> texts, CountedRandom random) {
        long[] values =
                texts.stream().mapToLong(text -> form.parse(rules, rule, text)).toArray();
        return column(form, offset -> values[CountedRandom.below(random.bits(offset), values.length)]);
    }

    private static OffsetColumn column(NumberForm form, Formula formula) {
        return form.isInt()
                ? (offsets, count) -> {
                    int[] values = new int[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = (int) formula.at(offsets[i]);
                    }
                    return new IntColumn(count, values, null);
                }
                : (offsets, count) -> {
                    long[] values = new long[count];
                    for (int i = 0; i < count; i++) {
                        values[i] = formula.at(offsets[i]);
                    }
                    return new LongColumn(count, values, null);
                };
    }

    static OffsetColumn randomDoubles(Rules rules, boolean single, CountedRandom random) {
        rules.allowOnly("random numbers", "min", "max");
        double min = rules.text("min").map(text -> number(rules, "min", text)).orElse(0.0);
        double max = rules.text("max").map(text -> number(rules, "max", text)).orElse(Math.max(min, 1.0));
        if (min > max) {
            throw rules.invalid(rules.has("min") ? "min" : "max", "such that 'min' is not above 'max'");
        }
        return doubles(single, (bits, offset) -> min + CountedRandom.unit(bits) * (max - min), random);
    }

    static OffsetColumn sequenceOfDoubles(Rules rules, boolean single) {
        rules.allowOnly("a sequence of approximate numbers", "start", "step");
        double start =
                rules.text("start").map(text -> number(rules, "start", text)).orElse(0.0);
        double step =
                rules.text("step").map(text -> number(rules, "step", text)).orElse(1.0);
        return doubles(single, (bits, offset) -> start + offset * step, new CountedRandom(0, 0));
    }

    static OffsetColumn choiceOfDoubles(
            Rules rules, String rule, List<String> texts, boolean single, CountedRandom random) {
        double[] values =
                texts.stream().mapToDouble(text -> number(rules, rule, text)).toArray();
        return doubles(single, (bits, offset) -> values[CountedRandom.below(bits, values.length)], random);
    }

    private static double number(Rules rules, String rule, String text) {
        try {
            return Double.parseDouble(text.trim());
        } catch (NumberFormatException e) {
            throw rules.invalid(rule, "a number");
        }
    }

    /** The value for random bits at an offset. */
    @FunctionalInterface
    private interface DoubleFormula {
        double at(long bits, long offset);
    }

    private static OffsetColumn doubles(boolean single, DoubleFormula formula, CountedRandom random) {
        return (offsets, count) -> {
            double[] values = new double[count];
            Arrays.setAll(values, i -> {
                double value = formula.at(random.bits(offsets[i]), offsets[i]);
                return single ? (float) value : value;
            });
            return new DoubleColumn(count, values, null);
        };
    }
}
