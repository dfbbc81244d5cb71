package io.millrace.connector.binary.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connector.binary.ValueFault;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.connector.reach.NetworkReach;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * The schemas of messages by their numbers, as a registry with Confluent's interface has them, and the numbers of those that are written. What
 * is known is not asked again. Thread-safe.
 */
final class SchemaRegistry {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** How long a schema that the registry does not have is not asked for again. */
    private static final Duration REFUSED = Duration.ofSeconds(5);

    private static final int FOUND = 200;
    private static final int UNKNOWN = 404;
    /** A schema that is not compatible with others, or none. */
    private static final Set<Integer> REFUSALS = Set.of(409, 422);

    private final String address;
    private final Optional<String> login;
    private final NetworkReach reach;
    /** What is not to be asked again before a time. */
    private record Refusal(ValueFault fault, long until) {}

    private final Map<Integer, Refusal> refused = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> known = new ConcurrentHashMap<>();
    private final ObjectMapper json = new ObjectMapper();
    private HttpClient client;

    SchemaRegistry(String address, Options options) {
        this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        this.reach = options.reach().network();
        this.login = options.string(AvroFormat.USER)
                .map(user -> "Basic "
                        + Base64.getEncoder()
                                .encodeToString((user + ":"
                                                + options.string(AvroFormat.PASSWORD)
                                                        .orElse(""))
                                        .getBytes(StandardCharsets.UTF_8)));
        if (!address.matches("https?://[^\\s@]+")) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option '" + AvroFormat.REGISTRY + "' is '" + address.replaceAll("//[^/]*@", "//…@")
                            + "', but must be an address such as 'http://localhost:8081'");
        }
    }

    /**
     * The schema with a number.
     *
     * @throws ValueFault when the registry does not know it, or it is none of Avro
     * @throws MillraceException when the registry does not answer
     */
    Schema schema(int id) {
        Schema schema = known.get(id);
        if (schema != null) {
            return schema;
        }
        Refusal refusal = refused.get(id);
        if (refusal != null && System.nanoTime() - refusal.until() < 0) {
            throw refusal.fault();
        }
        try {
            schema = ask(id);
        } catch (ValueFault e) {
            refused.values().removeIf(old -> System.nanoTime() - old.until() >= 0);
            refused.put(id, new Refusal(e, System.nanoTime() + REFUSED.toNanos()));
            throw e;
        }
        known.put(id, schema);
        return schema;
    }

    /** Refuses addresses such as those that tell a cloud's credentials, each time: names may lead there by then. */
    private void checkReach() {
        String host = URI.create(address).getHost();
        if (host == null) {
            throw failed("has no host", null);
        }
        reach.check("option '" + AvroFormat.REGISTRY + "'", host);
    }

    /**
     * The number of a schema, which the registry is told when it does not have it.
     *
     * @throws MillraceException with code INVALID_RECORD when the registry refuses it, else when it does not answer
     */
    int register(String subject, String schema) {
        String path = "/subjects/"
                + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20") + "/versions";
        String body = json.createObjectNode().put("schema", schema).toString();
        HttpResponse<String> answer = answer(HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (REFUSALS.contains(answer.statusCode())) {
            throw new MillraceException(
                    ErrorCode.INVALID_RECORD,
                    "schema registry " + address + " does not take the schema of the rows for subject \"" + subject
                            + "\": it answers " + answer.statusCode()
                            + ", such as for one that is not compatible with those before; create the sink with columns that are, or choose another topic");
        }
        if (answer.statusCode() != FOUND) {
            throw failed("answers " + answer.statusCode(), null);
        }
        try {
            JsonNode number = json.readTree(answer.body()).path("id");
            if (!number.isInt()) {
                throw failed("does not tell the number of a schema", null);
            }
            return number.intValue();
        } catch (JsonProcessingException e) {
            throw failed("does not answer in JSON", e);
        }
    }

    private Schema ask(int id) {
        HttpResponse<String> answer = answer(HttpRequest.newBuilder(URI.create(address + "/schemas/ids/" + id)));
        if (answer.statusCode() == UNKNOWN) {
            throw new ValueFault(ErrorCode.INVALID_RECORD, "the schema registry has no schema " + id);
        }
        if (answer.statusCode() != FOUND) {
            throw failed("answers " + answer.statusCode(), null);
        }
        return parsed(id, answer.body());
    }

    private HttpResponse<String> answer(HttpRequest.Builder request) {
        checkReach();
        request.timeout(PATIENCE);
        request.header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
        login.ifPresent(text -> request.header("Authorization", text));
        try {
            return client().send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw failed("does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was not waited for", e);
        }
    }

    private Schema parsed(int id, String body) {
        try {
            JsonNode found = json.readTree(body);
            String kind = found.path("schemaType").asText("AVRO");
            if (!kind.equals("AVRO")) {
                throw new ValueFault(ErrorCode.INVALID_RECORD, "schema " + id + " is one of " + kind + ", not of Avro");
            }
            return new Schema.Parser().parse(found.path("schema").asText());
        } catch (JsonProcessingException e) {
            throw failed("does not answer in JSON", e);
        } catch (AvroRuntimeException e) {
            throw new ValueFault(ErrorCode.INVALID_RECORD, "schema " + id + " cannot be read: " + e.getMessage());
        }
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        }
        return client;
    }

    private MillraceException failed(String fact, Exception cause) {
        return new MillraceException(ErrorCode.SOURCE_FAILED, "schema registry " + address + " " + fact, cause);
    }
}
