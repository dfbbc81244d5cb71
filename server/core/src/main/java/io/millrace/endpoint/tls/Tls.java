package io.millrace.endpoint.tls;

import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS with the certificate of some files. Connections that are made after the files have changed get the new certificate; when the new
 * files cannot be used the old one stays.
 */
public final class Tls implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Tls.class);
    private static final long LOOK_EVERY_SECONDS = 2;

    private final TlsFiles files;
    private final SslContextFactory.Server context = new SslContextFactory.Server();
    private final ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "millrace-tls");
        thread.setDaemon(true);
        return thread;
    });
    private List<FileTime> read = List.of();

    /** @throws MillraceException when the files cannot be used */
    public Tls(TlsFiles files) {
        this.files = files;
        use(context, files.read());
        try {
            read = files.changed();
        } catch (IOException e) {
            log.warn("the certificate will be read again", e);
        }
        watching.scheduleWithFixedDelay(this::look, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private static void use(SslContextFactory context, KeyStore store) {
        context.setKeyStore(store);
        context.setKeyStorePassword(TlsFiles.PASSWORD);
        context.setKeyManagerPassword(TlsFiles.PASSWORD);
    }

    /** What stands before HTTP on a connection. */
    public SslConnectionFactory before(HttpConnectionFactory http, HttpConfiguration configuration) {
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        return new SslConnectionFactory(context, http.getProtocol());
    }

    private void look() {
        try {
            List<FileTime> now = files.changed();
            if (!now.equals(read)) {
                KeyStore store = files.read();
                context.reload(changed -> use(changed, store));
                read = now;
                log.info("the certificate of {} is used from now on", files.certificate());
            }
        } catch (MillraceException e) {
            log.warn("the certificate has changed but cannot be used: {}", e.getMessage());
        } catch (Exception e) {
            log.warn("the certificate cannot be read again", e);
        }
    }

    @Override
    public void close() {
        watching.shutdownNow();
    }
}
