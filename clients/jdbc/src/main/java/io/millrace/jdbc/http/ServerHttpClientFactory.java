package io.millrace.jdbc.http;

import java.net.URI;
import java.net.URL;
import org.apache.calcite.avatica.ConnectionConfig;
import org.apache.calcite.avatica.remote.AvaticaHttpClient;
import org.apache.calcite.avatica.remote.AvaticaHttpClientFactory;
import org.apache.calcite.avatica.remote.KerberosConnection;

/** Gives Avatica our HTTP client; Avatica makes the instance, by the name of the class. */
public final class ServerHttpClientFactory implements AvaticaHttpClientFactory {

    @Override
    public AvaticaHttpClient getClient(URL url, ConnectionConfig config, KerberosConnection kerberos) {
        return new ServerHttpClient(
                URI.create(url.toString()),
                Trust.client(config.truststore(), config.truststorePassword()),
                ServerHttpClient.authorization(config.avaticaUser(), config.avaticaPassword()));
    }
}
