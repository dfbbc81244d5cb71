package io.millrace.endpoint.sql;

import io.millrace.endpoint.answer.PlainAnswers;
import io.millrace.session.JsonRow;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Columns and rows as JSON: a row is a list of values in the order of the columns. */
final class RowTexts {

    private final List<Field> columns;
    private final boolean exact;

    /** @param exact whether BIGINT and DECIMAL are texts */
    RowTexts(List<Field> columns, boolean exact) {
        this.columns = columns;
        this.exact = exact;
    }

    /** The columns as objects with name, type and whether they can be null. */
    static List<Map<String, Object>> described(List<Field> columns) {
        List<Map<String, Object>> described = new ArrayList<>(columns.size());
        for (Field column : columns) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", column.name());
            one.put("type", column.type().sql());
            one.put("nullable", column.nullable());
            described.add(one);
        }
        return described;
    }

    /** An object whose first field is the columns. */
    static String head(List<Field> columns) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("columns", described(columns));
        return PlainAnswers.json(head);
    }

    void append(TextOutput out, Page page, int row) throws IOException {
        out.text().append('[');
        for (int i = 0; i < columns.size(); i++) {
            StringBuilder text = out.text().append(i == 0 ? "" : ",");
            JsonRow.append(text, page.column(i), columns.get(i).type(), row, exact);
            out.pass();
        }
        out.text().append(']');
    }

    /** What stands at the end of a result: a count and the notices. */
    static String told(String what, long count, List<String> warnings) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put(what, count);
        told.put("warnings", warnings);
        return PlainAnswers.json(told);
    }
}
