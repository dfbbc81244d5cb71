package io.millrace.connector.kafka;

import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.KafkaException;

/** How to reach the brokers: the only properties of the client library that SQL can say; none of them names a class. */
final class ClientOptions {

    static final int REQUEST_MILLIS = 10_000;
    private static final int CALL_MILLIS = 20_000;
    private static final int MOST_MILLIS_BETWEEN_CONNECTS = 5_000;

    private static final Set<String> PROTOCOLS = Set.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
    private static final Map<String, String> LOGIN_MODULES = Map.of(
            "PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule",
            "SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule",
            "SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule");

    /** Taken over as they are. */
    private static final List<String> PASSED = List.of(
            "ssl.truststore.location",
            "ssl.truststore.password",
            "ssl.truststore.type",
            "ssl.keystore.location",
            "ssl.keystore.password",
            "ssl.keystore.type",
            "ssl.key.password");

    /** Files that the client library reads. */
    private static final List<String> STORES = List.of("ssl.truststore.location", "ssl.keystore.location");

    static final List<Option> DECLARED = List.of(
            Option.required("brokers", Kind.STRING, "some of the brokers, such as 'kafka1:9092, kafka2:9092'"),
            Option.withDefault(
                    "security.protocol",
                    Kind.STRING,
                    "PLAINTEXT",
                    "'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT' or 'SASL_SSL'"),
            Option.withDefault("sasl.mechanism", Kind.STRING, "PLAIN", "'PLAIN', 'SCRAM-SHA-256' or 'SCRAM-SHA-512'"),
            Option.optional("sasl.username", Kind.STRING, "the name to log in with"),
            Option.optional("sasl.password", Kind.SECRET, "the password to log in with"),
            Option.optional("ssl.truststore.location", Kind.STRING, "a file with the certificates to trust"),
            Option.optional("ssl.truststore.password", Kind.SECRET, "its password"),
            Option.withDefault("ssl.truststore.type", Kind.STRING, "JKS", "'JKS', 'PKCS12' or 'PEM'"),
            Option.optional("ssl.keystore.location", Kind.STRING, "a file with the client's own key"),
            Option.optional("ssl.keystore.password", Kind.SECRET, "its password"),
            Option.withDefault("ssl.keystore.type", Kind.STRING, "JKS", "'JKS', 'PKCS12' or 'PEM'"),
            Option.optional("ssl.key.password", Kind.SECRET, "the password of the key in it"));

    private ClientOptions() {}

    /** The properties of whatever client is made next; the options are checked at once. */
    static Supplier<Map<String, Object>> clients(Options options) {
        properties(options);
        return () -> reachable(options.now());
    }

    /** Properties of a client that is made now: names may lead elsewhere than they did. */
    private static Map<String, Object> reachable(Options options) {
        for (String broker : brokers(options).split(",", -1)) {
            options.reach().network().check("option 'brokers'", broker.substring(0, broker.lastIndexOf(':')));
        }
        STORES.forEach(name ->
                options.string(name).ifPresent(file -> options.reach().files().checked(name, Path.of(file))));
        return properties(options);
    }

    /** Properties that all kinds of clients take. */
    static Map<String, Object> properties(Options options) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", brokers(options));
        properties.put("request.timeout.ms", REQUEST_MILLIS);
        properties.put("default.api.timeout.ms", CALL_MILLIS);
        properties.put("reconnect.backoff.max.ms", MOST_MILLIS_BETWEEN_CONNECTS);
        properties.put("enable.metrics.push", false);
        String protocol = options.string("security.protocol").orElseThrow();
        if (!PROTOCOLS.contains(protocol)) {
            throw invalid("security.protocol", protocol, "'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT' or 'SASL_SSL'");
        }
        properties.put("security.protocol", protocol);
        PASSED.forEach(name -> options.string(name).ifPresent(value -> properties.put(name, value)));
        if (protocol.startsWith("SASL")) {
            logIn(options, properties);
        }
        return properties;
    }

    /** Connects once, and says who has answered. */
    static String check(Options options) {
        try (Admin admin = Admin.create(reachable(options))) {
            DescribeClusterResult cluster = admin.describeCluster();
            return "cluster " + cluster.clusterId().get() + ", "
                    + cluster.nodes().get().size() + " broker(s)";
        } catch (ExecutionException | InterruptedException | KafkaException e) {
            throw KafkaErrors.of(ErrorCode.SOURCE_FAILED, "the brokers cannot be reached", e);
        }
    }

    private static String brokers(Options options) {
        String brokers = options.string("brokers").orElseThrow().replace(" ", "");
        for (String broker : brokers.split(",", -1)) {
            if (!broker.matches(".+:\\d{1,5}")) {
                throw invalid("brokers", brokers, "host:port, several of them parted by commas");
            }
        }
        return brokers;
    }

    private static void logIn(Options options, Map<String, Object> properties) {
        String mechanism = options.string("sasl.mechanism").orElseThrow();
        String module = LOGIN_MODULES.get(mechanism);
        if (module == null) {
            throw invalid("sasl.mechanism", mechanism, "'PLAIN', 'SCRAM-SHA-256' or 'SCRAM-SHA-512'");
        }
        properties.put("sasl.mechanism", mechanism);
        properties.put(
                "sasl.jaas.config",
                module + " required username=" + quoted(options, "sasl.username") + " password="
                        + quoted(options, "sasl.password") + ";");
    }

    private static String quoted(Options options, String name) {
        String value = options.string(name)
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.OPTION_MISSING, "option '" + name + "' is missing: the protocol asks for a log-in"));
        String escaped = value.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n") // the quotation would end with the line
                .replace("\r", "\\r");
        return "\"" + escaped + "\"";
    }

    static MillraceException invalid(String option, String value, String wanted) {
        return new MillraceException(
                ErrorCode.OPTION_INVALID, "option '" + option + "' is '" + value + "', but must be " + wanted);
    }
}
