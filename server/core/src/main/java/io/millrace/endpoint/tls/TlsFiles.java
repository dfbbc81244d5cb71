package io.millrace.endpoint.tls;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where certificate and key are.
 *
 * @param certificate PEM: that of the server first, then those that it is signed with
 * @param key PEM: the private key in PKCS#8, without a password
 */
public record TlsFiles(Path certificate, Path key) {

    /** For the key store, which nobody but us reads. */
    static final String PASSWORD = "millrace";

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    /**
     * What is in the files now.
     *
     * @throws MillraceException when they cannot be read or do not belong together
     */
    KeyStore read() {
        PrivateKey privateKey = privateKey();
        List<Certificate> chain = chain();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", privateKey, PASSWORD.toCharArray(), chain.toArray(new Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(certificate, "cannot be used together with " + key + ": " + e.getMessage(), e);
        }
    }

    private List<Certificate> chain() {
        try (InputStream in = new ByteArrayInputStream(bytes(certificate))) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw unusable(certificate, "has no certificate", null);
            }
            return new ArrayList<>(found);
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(certificate, "is no certificate in PEM: " + e.getMessage(), e);
        }
    }

    private PrivateKey privateKey() {
        Matcher pem = KEY.matcher(new String(bytes(key), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw unusable(
                    key,
                    "has no private key of the form -----BEGIN PRIVATE KEY-----; openssl pkcs8 -topk8 -nocrypt makes one of others",
                    null);
        }
        byte[] bytes = Base64.getMimeDecoder().decode(pem.group(1));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (InvalidKeySpecException e) {
                continue; // it is one of another kind
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JVM has " + algorithm, e);
            }
        }
        throw unusable(key, "has a private key of another kind than " + String.join(", ", ALGORITHMS), null);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new MillraceException(ErrorCode.FILE_NOT_FOUND, "file " + file + " does not exist", e);
        } catch (IOException e) {
            throw unusable(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static MillraceException unusable(Path file, String what, Exception cause) {
        return new MillraceException(ErrorCode.FILE_ERROR, "file " + file + " " + what, cause);
    }

    /** When the files were changed last; two times that differ mean that they have to be read again. */
    List<FileTime> changed() throws IOException {
        return List.of(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key));
    }
}
