package io.millrace.engine.codegen.java;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Notes which classes are asked for: those of a query, to be shown, or shipped to others that run it. */
public final class ClassRecorder implements GeneratedClasses {

    private final GeneratedClasses origin;
    private final Map<String, GeneratedClass<?>> found = new LinkedHashMap<>();

    public ClassRecorder(GeneratedClasses origin) {
        this.origin = origin;
    }

    @Override
    public synchronized <T> GeneratedClass<T> find(JavaText<T> text) {
        GeneratedClass<?> known = found.get(text.digest());
        if (known != null) {
            return known.as(text.type());
        }
        GeneratedClass<T> generated = origin.find(text);
        found.put(text.digest(), generated);
        return generated;
    }

    /** The texts of the classes, in the order in which they were asked for. */
    public synchronized List<String> texts() {
        return found.values().stream().map(GeneratedClass::text).toList();
    }

    /** What {@link ShippedClasses} needs to have the same classes. */
    public synchronized List<ClassFiles> classFiles() {
        List<ClassFiles> files = new ArrayList<>();
        found.forEach((digest, generated) -> files.add(new ClassFiles(digest, generated.bytes())));
        return files;
    }
}
