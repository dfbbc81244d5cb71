package io.millrace.app.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.endpoint.token.BearerTokens;
import io.millrace.endpoint.token.TokenSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who comes with a signed token is whom it names, if it is signed with our key and meant for us now. */
@Timeout(120)
class TokensTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path directory;

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String claims(String user, long seconds, String more) {
        return "{\"sub\":\"" + user + "\",\"exp\":" + (System.currentTimeMillis() / 1000 + seconds) + more + "}";
    }

    private static byte[] hmac(String secret, String signed) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.ISO_8859_1), "HmacSHA256"));
        return mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hs256(String secret, String claims) throws Exception {
        String signed = encoded("{\"alg\":\"HS256\"}") + "." + encoded(claims);
        return signed + "." + encoded(hmac(secret, signed));
    }

    private static String rs256(PrivateKey key, String claims) throws Exception {
        String signed = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encoded(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + encoded(signature.sign());
    }

    private static String user(PeopleServer server, String token) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("token", token);
        try (Connection connection = DriverManager.getConnection(server.url(), properties);
                ResultSet result = connection.createStatement().executeQuery("SELECT CURRENT_USER")) {
            return PeopleServer.rows(result).get(0);
        }
    }

    private static void refuses(PeopleServer server, String token, String why) {
        assertThatThrownBy(() -> user(server, token))
                .hasMessageContaining(why)
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("28000");
    }

    @Test
    void tokenIsSignedWithTheSecretAndForThisServer() throws Exception {
        Path key = Files.writeString(directory.resolve("secret"), SECRET + "\n");
        try (PeopleServer server =
                PeopleServer.administered(directory, "jwt.key=" + key, "jwt.issuer=us", "jwt.audience=millrace")) {
            server.as("root", "CREATE USER ann", "CREATE ROLE r");
            String ours = ",\"iss\":\"us\",\"aud\":[\"other\",\"millrace\"]";
            assertThat(user(server, hs256(SECRET, claims("ann", 60, ours)))).isEqualTo("ann");
            assertThat(user(server, hs256(SECRET, claims("ANN", 60, ",\"iss\":\"us\",\"aud\":\"millrace\""))))
                    .isEqualTo("ann");
            refuses(server, hs256(SECRET.replace('0', '1'), claims("ann", 60, ours)), "is not signed with the key");
            refuses(server, hs256(SECRET, claims("ann", -100, ours)), "has expired");
            refuses(server, hs256(SECRET, claims("ann", 60, ours + ",\"nbf\":99999999999")), "is not valid yet");
            refuses(
                    server,
                    hs256(SECRET, claims("ann", 60, ",\"iss\":\"they\",\"aud\":\"millrace\"")),
                    "another issuer");
            refuses(server, hs256(SECRET, claims("ann", 60, ",\"iss\":\"us\"")), "another audience");
            refuses(server, hs256(SECRET, "{\"sub\":\"ann\",\"iss\":\"us\",\"aud\":\"millrace\"}"), "when it expires");
            refuses(server, hs256(SECRET, claims("eve", 60, ours)), "no user \"eve\"");
            refuses(server, hs256(SECRET, claims("r", 60, ours)), "no user \"r\"");
            refuses(
                    server,
                    encoded("{\"alg\":\"none\"}") + "." + encoded(claims("root", 60, ours)) + ".",
                    "not signed");
            String critical =
                    encoded("{\"alg\":\"HS256\",\"crit\":[\"b64\"]}") + "." + encoded(claims("ann", 60, ours));
            refuses(server, critical + "." + encoded(hmac(SECRET, critical)), "as \"crit\"");
            refuses(server, "a.b", "is none");
            refuses(server, "!.!.!", "is none");
            assertThatThrownBy(() -> DriverManager.getConnection(server.url(), "ann", ""))
                    .hasMessageContaining("wrong");
        }
    }

    @Test
    void publicKeyIsNoSecretToSignWith() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        Path key = Files.writeString(directory.resolve("public.pem"), pem);
        try (PeopleServer server = PeopleServer.administered(directory, "jwt.key=" + key)) {
            server.addUsers("ann");
            assertThat(user(server, rs256(pair.getPrivate(), claims("ann", 60, ""))))
                    .isEqualTo("ann");
            assertThat(server.rows("root", "SELECT CURRENT_USER")).containsExactly("root");
            refuses(server, hs256(pem.strip(), claims("ann", 60, "")), "is not signed with the key");
            refuses(
                    server,
                    rs256(KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate(), claims("ann", 60, "")),
                    "is not signed with the key");
        }
    }

    @Test
    void publicKeysAreTakenForNothingElse() throws Exception {
        KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(1024);
        byte[] encoded = weak.generateKeyPair().getPublic().getEncoded();
        byte[] curve =
                KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic().getEncoded();
        String text = Base64.getMimeEncoder().encodeToString(encoded);
        refusesKey("-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n", "less than 2048 bits");
        for (String known : new String[] {
            new String(encoded, StandardCharsets.ISO_8859_1),
            new String(curve, StandardCharsets.ISO_8859_1),
            text,
            "{\"kty\":\"RSA\",\"n\":\"" + SECRET + "\"}",
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7 somebody"
        }) {
            refusesKey(known, "neither a public key");
        }
    }

    private void refusesKey(String text, String why) throws Exception {
        Path key = Files.writeString(directory.resolve("key"), text, StandardCharsets.ISO_8859_1);
        TokenSettings settings = new TokenSettings(key, Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> new BearerTokens(settings, Clock.systemUTC())).hasMessageContaining(why);
    }
}
