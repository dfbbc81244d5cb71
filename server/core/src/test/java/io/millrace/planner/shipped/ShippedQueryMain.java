package io.millrace.planner.shipped;

import io.millrace.codec.FrameWriter;
import io.millrace.codec.graph.QueryCodec;
import io.millrace.codec.page.PageWriter;
import io.millrace.dstream.query.Query;
import io.millrace.engine.codegen.java.ClassCache;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.codegen.java.ClassFiles;
import io.millrace.engine.codegen.java.ShippedClasses;
import io.millrace.spi.data.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that has neither planner nor compiler: runs queries from the bytes of their graphs and classes. */
public final class ShippedQueryMain {

    private ShippedQueryMain() {}

    public static void main(String[] arguments) throws IOException {
        assertAbsent("org.codehaus.janino.SimpleCompiler");
        assertAbsent("org.apache.calcite.rex.RexNode");
        Path directory = Path.of(arguments[0]);
        ShippedClasses shipped = new ShippedClasses(ShippedQueryMain.class.getClassLoader());
        shipped.add(ClassFiles.read(Files.readAllBytes(directory.resolve("classes"))));
        ClassCompiler classes = new ClassCompiler(new ClassCache(shipped));
        int queries = Integer.parseInt(arguments[1]);
        for (int i = 0; i < queries; i++) {
            Query query = QueryCodec.read(Files.readAllBytes(directory.resolve("query" + i)));
            try (OutputStream out = Files.newOutputStream(directory.resolve("result" + i))) {
                PageWriter writer = new PageWriter(new FrameWriter(out));
                for (Page page : QueryRun.run(query, classes)) {
                    writer.write(page);
                }
            }
        }
    }

    private static void assertAbsent(String name) {
        try {
            Class.forName(name);
        } catch (ClassNotFoundException e) {
            return;
        }
        throw new IllegalStateException(name + " is here");
    }
}
