package io.millrace.connector.generator.rule;

import io.millrace.connector.generator.CountedRandom;
import io.millrace.connector.generator.OffsetColumn;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns the rules of a column into what makes its values. */
public final class ColumnRule {

    private static final String KINDS = "sequence, random, values, constant or uuid";

    private final Type type;
    private final Rules rules;
    private final long seed;
    private final long salt;

    private ColumnRule(Type type, Rules rules, long seed, long salt) {
        this.type = type;
        this.rules = rules;
        this.seed = seed;
        this.salt = salt;
    }

    /**
     * What makes the columns of a stream, in its order.
     *
     * @param options {@code <column>.<rule>} with the texts of the rules
     */
    public static List<OffsetColumn> columns(List<SourceColumn> columns, Map<String, String> options, long seed) {
        Map<String, Rules> rules = Rules.byColumn(options);
        List<String> names =
                columns.stream().map(column -> column.field().name()).toList();
        for (String name : rules.keySet()) {
            if (names.stream().noneMatch(name::equalsIgnoreCase)) {
                String remedy = Names.nearest(name, names)
                        .map(nearest -> "did you mean \"" + nearest + "\"?")
                        .orElse("it has " + String.join(", ", names));
                throw new MillraceException(
                        ErrorCode.COLUMN_NOT_FOUND,
                        "options 'fields." + name + ".*' name no column of the stream; " + remedy);
            }
        }
        return columns.stream().map(column -> column(column, rules, seed)).toList();
    }

    private static OffsetColumn column(SourceColumn column, Map<String, Rules> rules, long seed) {
        String name = column.field().name().toLowerCase(Locale.ROOT);
        Rules own = rules.getOrDefault(name, new Rules(name, Map.of()));
        ColumnRule rule = new ColumnRule(column.field().type(), own, seed, name.hashCode());
        OffsetColumn made = rule.make();
        return own.has("nulls") ? rule.withNulls(made, column) : made;
    }

    private OffsetColumn make() {
        String kind = rules.text("kind")
                .map(text -> text.trim().toLowerCase(Locale.ROOT))
                .orElseGet(this::usualKind);
        return switch (kind) {
            case "sequence" -> sequence();
            case "random" -> random();
            case "values" -> choice("values", List.of(needed("values").split(",")));
            case "constant" -> choice("value", List.of(needed("value")));
            case "uuid" -> uuid();
            default -> throw rules.invalid("kind", KINDS);
        };
    }

    private String usualKind() {
        if (rules.has("values")) {
            return "values";
        }
        if (rules.has("value")) {
            return "constant";
        }
        boolean time = type.kind() == TypeKind.TIMESTAMP || type.kind() == TypeKind.TIMESTAMP_LTZ;
        boolean range = rules.has("min") || rules.has("max");
        return rules.has("start") || rules.has("step") || (time && !range) ? "sequence" : "random";
    }

    private String needed(String rule) {
        return rules.text(rule)
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.OPTION_MISSING,
                        "option '" + rules.option("kind") + "' needs the option '" + rules.option(rule) + "'"));
    }

    private CountedRandom randomBits(int part) {
        return new CountedRandom(seed, salt * 4 + part);
    }

    private boolean isText() {
        return type.kind() == TypeKind.VARCHAR;
    }

    private boolean isApproximate() {
        return type.kind() == TypeKind.REAL || type.kind() == TypeKind.DOUBLE;
    }

    private NumberForm number(String kind) {
        if (!NumberForm.fits(type)) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "column \"" + rules.column() + "\": the generator cannot make " + type.sql() + " of kind " + kind);
        }
        return new NumberForm((ScalarType) type);
    }

    private OffsetColumn sequence() {
        if (isText()) {
            return StringColumns.sequence(rules);
        }
        return isApproximate()
                ? NumberColumns.sequenceOfDoubles(rules, type.kind() == TypeKind.REAL)
                : NumberColumns.sequence(number("sequence"), rules);
    }

    private OffsetColumn random() {
        CountedRandom random = randomBits(0);
        if (isText()) {
            return StringColumns.random(rules, ((ScalarType) type).precision(), random);
        }
        if (type.kind() == TypeKind.BOOLEAN) {
            rules.allowOnly("random truth values");
            return booleans(new boolean[] {false, true}, random);
        }
        return isApproximate()
                ? NumberColumns.randomDoubles(rules, type.kind() == TypeKind.REAL, random)
                : NumberColumns.random(number("random"), rules, random);
    }

    private OffsetColumn choice(String rule, List<String> texts) {
        rules.allowOnly("kind '" + (texts.size() == 1 ? "constant" : "values") + "'", rule);
        CountedRandom random = randomBits(0);
        List<String> trimmed = texts.stream().map(String::trim).toList();
        if (isText()) {
            return StringColumns.choice(rule.equals("value") ? texts : trimmed, random);
        }
        if (type.kind() == TypeKind.BOOLEAN) {
            boolean[] values = new boolean[trimmed.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = truth(rule, trimmed.get(i));
            }
            return booleans(values, random);
        }
        return isApproximate()
                ? NumberColumns.choiceOfDoubles(rules, rule, trimmed, type.kind() == TypeKind.REAL, random)
                : NumberColumns.choice(number(rule), rules, rule, trimmed, random);
    }

    private boolean truth(String rule, String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw rules.invalid(rule, "true or false");
        }
        return Boolean.parseBoolean(text);
    }

    private static OffsetColumn booleans(boolean[] values, CountedRandom random) {
        return (offsets, count) -> {
            boolean[] made = new boolean[count];
            for (int i = 0; i < count; i++) {
                made[i] = values[CountedRandom.below(random.bits(offsets[i]), values.length)];
            }
            return new BooleanColumn(count, made, null);
        };
    }

    private OffsetColumn uuid() {
        rules.allowOnly("kind 'uuid'");
        if (!isText()) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH,
                    "column \"" + rules.column() + "\": kind 'uuid' makes VARCHAR, not " + type.sql());
        }
        return StringColumns.uuid(randomBits(0), randomBits(1));
    }

    private OffsetColumn withNulls(OffsetColumn made, SourceColumn column) {
        double share = share();
        if (!column.field().nullable()) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option '" + rules.option("nulls") + "' asks for NULLs, but the column is NOT NULL");
        }
        CountedRandom random = randomBits(2);
        return (offsets, count) -> {
            Column values = made.make(offsets, count);
            ColumnBuilder builder = ColumnBuilder.of(type);
            for (int i = 0; i < count; i++) {
                if (CountedRandom.unit(random.bits(offsets[i])) < share) {
                    builder.appendNull();
                } else if (values instanceof BytesColumn texts) {
                    ((BytesColumnBuilder) builder).appendSlice(texts.data(), texts.starts()[i], texts.lengths()[i]);
                } else {
                    builder.appendFrom(values, i);
                }
            }
            return builder.build();
        };
    }

    private double share() {
        try {
            double share = Double.parseDouble(needed("nulls").trim());
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            throw rules.invalid("nulls", "the share of NULLs, between 0 and 1");
        }
        throw rules.invalid("nulls", "the share of NULLs, between 0 and 1");
    }
}
