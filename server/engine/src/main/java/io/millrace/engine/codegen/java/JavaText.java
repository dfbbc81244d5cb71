package io.millrace.engine.codegen.java;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A generated class as Java text.
 *
 * @param type that the class extends or implements
 * @param name of the class, which tells its digest
 * @param digest of all that makes the class what it is
 */
public record JavaText<T>(Class<T> type, String name, String digest, String text) {

    private static final String PACKAGE = "io.millrace.generated";
    private static final String IMPORTS =
            "import io.millrace.spi.data.*;\nimport io.millrace.spi.data.builder.*;\nimport io.millrace.engine.codegen.runtime.*;\n"
                    + "import io.millrace.engine.codegen.runtime.regex.*;\n";
    private static final int DIGEST_DIGITS = 16;

    /** @param body with {@link ClassCompiler#SELF} where the name of the class is to stand */
    static <T> JavaText<T> of(Class<T> type, String namePrefix, String body) {
        String digest = digest(type.getName() + '\n' + namePrefix + '\n' + body);
        String simpleName = namePrefix + '_' + digest.substring(0, DIGEST_DIGITS);
        String text = "package " + PACKAGE + ";\n\n" + IMPORTS + "\npublic final class " + simpleName
                + (type.isInterface() ? " implements " : " extends ") + type.getCanonicalName() + " {\n"
                + body.replace(ClassCompiler.SELF, simpleName) + "}\n";
        return new JavaText<>(type, PACKAGE + '.' + simpleName, digest, text);
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
