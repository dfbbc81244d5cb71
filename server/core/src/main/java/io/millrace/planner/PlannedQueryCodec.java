package io.millrace.planner;

import io.millrace.catalog.Reads;
import io.millrace.catalog.RelationName;
import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.FrameKind;
import io.millrace.codec.FrameReader;
import io.millrace.codec.FrameWriter;
import io.millrace.codec.MapCodec;
import io.millrace.codec.TypeCodec;
import io.millrace.codec.graph.QueryCodec;
import io.millrace.dstream.DStream;
import io.millrace.dstream.expression.SortKey;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Writes plans as bytes and reads equal ones, so that what was defined stays what it was. */
public final class PlannedQueryCodec {

    private static final int MOST_COLUMNS = 1 << 20;

    private PlannedQueryCodec() {}

    public static byte[] write(PlannedQuery query) {
        return FrameWriter.frame(FrameKind.PLAN, out -> put(query, out));
    }

    /** @throws io.millrace.codec.DamagedDataException when the bytes are not those of a plan, or of another version */
    public static PlannedQuery read(byte[] frame) {
        return FrameReader.read(frame, FrameKind.PLAN, PlannedQueryCodec::take);
    }

    private static void put(PlannedQuery query, Encoder out) {
        QueryCodec.putNode(query.root(), out);
        TypeCodec.put(query.rowType(), out);
        out.putBoolean(query.key().isPresent());
        query.key().ifPresent(columns -> putColumns(columns, out));
        MapCodec.putList(query.order(), out, key -> {
            out.putCount(key.column());
            out.putBoolean(key.descending());
            out.putBoolean(key.nullsFirst());
        });
        out.putCount(query.offset());
        out.putBoolean(query.limit().isPresent());
        query.limit().ifPresent(out::putCount);
        putNames(query.reads().scanned(), out);
        putNames(query.reads().named(), out);
        putColumns(query.eventTimeColumns().stream().sorted().toList(), out);
        MapCodec.putList(query.warnings(), out, out::putText);
        TypeCodec.put(new RowType(query.parameters()), out);
    }

    private static PlannedQuery take(Decoder in) {
        DStream root = QueryCodec.takeNode(in);
        RowType rowType = TypeCodec.takeRowType(in);
        Optional<List<Integer>> key = in.takeBoolean() ? Optional.of(columns(in)) : Optional.empty();
        List<SortKey> order = MapCodec.takeList(in, () -> new SortKey(column(in), in.takeBoolean(), in.takeBoolean()));
        long offset = in.takeCount();
        OptionalLong limit = in.takeBoolean() ? OptionalLong.of(in.takeCount()) : OptionalLong.empty();
        Reads reads = new Reads(names(in), names(in));
        Set<Integer> eventTimeColumns = Set.copyOf(columns(in));
        List<String> warnings = MapCodec.takeList(in, in::takeText);
        List<Field> parameters = TypeCodec.takeRowType(in).fields();
        return new PlannedQuery(
                root, rowType, key, order, offset, limit, reads, eventTimeColumns, warnings, parameters);
    }

    private static void putColumns(List<Integer> columns, Encoder out) {
        MapCodec.putList(columns, out, column -> out.putCount(column));
    }

    private static int column(Decoder in) {
        return in.takeCount(MOST_COLUMNS, "columns");
    }

    private static List<Integer> columns(Decoder in) {
        return MapCodec.takeList(in, () -> column(in));
    }

    private static void putNames(Set<RelationName> names, Encoder out) {
        List<RelationName> sorted = new ArrayList<>(new TreeSet<>(names));
        MapCodec.putList(sorted, out, name -> {
            out.putText(name.schema());
            out.putText(name.name());
        });
    }

    private static Set<RelationName> names(Decoder in) {
        return Set.copyOf(MapCodec.takeList(in, () -> new RelationName(in.takeText(), in.takeText())));
    }
}
