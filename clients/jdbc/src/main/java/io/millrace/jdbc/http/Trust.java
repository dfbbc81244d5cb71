package io.millrace.jdbc.http;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** HTTP clients that trust what the JVM trusts, or the certificates in a file: PEM, or a key store of Java. */
public final class Trust {

    private static final String PEM = "-----BEGIN CERTIFICATE-----";
    private static final Map<String, HttpClient> CLIENTS = new ConcurrentHashMap<>();

    private Trust() {}

    /**
     * The client for a file.
     *
     * @param file null for what the JVM trusts
     * @param password of a key store; null when it has none
     */
    public static HttpClient client(File file, String password) {
        String key = file == null ? "" : file.getAbsolutePath() + " " + file.lastModified();
        return CLIENTS.computeIfAbsent(key, none -> make(file, password));
    }

    private static HttpClient make(File file, String password) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(20));
        if (file != null) {
            builder.sslContext(context(file, password));
        }
        return builder.build();
    }

    private static SSLContext context(File file, String password) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store(Files.readAllBytes(file.toPath()), password));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException failure) {
            throw new ServerUnreachable(
                    "the certificates in the truststore " + file + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static KeyStore store(byte[] bytes, String password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        if (!new String(bytes, StandardCharsets.ISO_8859_1).contains(PEM)) {
            store.load(new ByteArrayInputStream(bytes), password == null ? null : password.toCharArray());
            return store;
        }
        store.load(null, null);
        int number = 0;
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes))) {
            store.setCertificateEntry("trusted" + number++, certificate);
        }
        return store;
    }
}
