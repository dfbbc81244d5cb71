package io.millrace.engine.codegen.runtime.call;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The classes of users: those in the jars of one directory, as they are when the server starts. What generated code mentions is looked for here. */
public final class FunctionJars extends URLClassLoader {

    private FunctionJars(List<Path> jars, ClassLoader parent) {
        super(jars.stream().map(FunctionJars::url).toArray(URL[]::new), parent);
    }

    /** No classes. */
    public static FunctionJars none(ClassLoader parent) {
        return new FunctionJars(List.of(), parent);
    }

    /**
     * Those of a directory.
     *
     * @param parent the classes of the server
     * @throws MillraceException when it cannot be read
     */
    public static FunctionJars in(Path directory, ClassLoader parent) {
        try (Stream<Path> files = Files.list(directory)) {
            return new FunctionJars(
                    files.filter(file -> file.toString().endsWith(".jar"))
                            .sorted()
                            .toList(),
                    parent);
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.FILE_NOT_FOUND, "the directory of functions.path cannot be read: " + directory, e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
