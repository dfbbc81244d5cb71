package io.millrace.planner.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.codec.FrameReader;
import io.millrace.codec.graph.QueryCodec;
import io.millrace.codec.page.PageReader;
import io.millrace.dstream.query.Query;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.codegen.java.ClassFiles;
import io.millrace.engine.codegen.java.ClassRecorder;
import io.millrace.engine.codegen.java.JaninoClasses;
import io.millrace.engine.local.LocalEngine;
import io.millrace.engine.view.RowText;
import io.millrace.planner.GoldenGraphs;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Nexmark's queries, planned and compiled here, run in a process that has neither planner nor compiler. */
class ShippedQueriesTest {

    private static final long MOST_SECONDS = 120;

    @TempDir
    private Path directory;

    @Test
    void anotherProcessRunsThemFromBytesWithEqualResults() throws IOException, InterruptedException {
        List<Query> queries = GoldenGraphs.nexmark();
        ClassRecorder recorder = new ClassRecorder(new JaninoClasses(getClass().getClassLoader()));
        ClassCompiler compiler = new ClassCompiler(recorder);
        List<Map<String, Long>> expected = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            Query query = queries.get(i);
            expected.add(content(query.root().rowType(), QueryRun.run(query, compiler)));
            Files.write(directory.resolve("query" + i), QueryCodec.write(query));
        }
        Files.write(directory.resolve("classes"), ClassFiles.write(recorder.classFiles()));
        runElsewhere(queries.size());
        for (int i = 0; i < queries.size(); i++) {
            RowType rowType = queries.get(i).root().rowType();
            assertThat(content(rowType, read(directory.resolve("result" + i), rowType)))
                    .as(queries.get(i).name())
                    .isEqualTo(expected.get(i));
        }
        assertThat(expected).filteredOn(rows -> !rows.isEmpty()).hasSizeGreaterThan(15);
    }

    private void runElsewhere(int queries) throws IOException, InterruptedException {
        String classPath = Stream.of(ShippedQueryMain.class, LocalEngine.class, Page.class, Logger.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(URI.create(location.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx200m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        ShippedQueryMain.class.getName(),
                        directory.toString(),
                        Integer.toString(queries))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0).as(Files.readString(log)).isTrue();
    }

    private static List<Page> read(Path file, RowType rowType) throws IOException {
        List<Page> pages = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            PageReader reader = new PageReader(new FrameReader(in), rowType);
            while (reader.advance()) {
                pages.add(reader.page());
            }
        }
        return pages;
    }

    /** The total weight of each row. */
    private static Map<String, Long> content(RowType rowType, List<Page> pages) {
        Map<String, Long> content = new TreeMap<>();
        for (Page page : pages) {
            for (int row = 0; row < page.size(); row++) {
                String text = new String(RowText.json(rowType, page, row), StandardCharsets.UTF_8);
                content.merge(text, page.weight(row), Long::sum);
            }
        }
        content.values().removeIf(weight -> weight == 0);
        return content;
    }
}
