package io.millrace.endpoint.token;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What signatures of tokens are checked with. The kind of the key says how, never the token: a public key is no secret that somebody could
 * sign with.
 */
abstract class TokenKey {

    private static final Pattern PUBLIC =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
    private static final int LEAST_SECRET_BYTES = 32;
    private static final int LEAST_RSA_BITS = 2048;
    private static final List<String> PUBLIC_ALGORITHMS = List.of("RSA", "EC", "EdDSA", "DSA");

    /** The name of the algorithm in the head of a token. */
    abstract String algorithm();

    abstract boolean isSignature(byte[] signed, byte[] signature) throws GeneralSecurityException;

    /**
     * The key in a file: a public key of RSA in PEM, or else a secret of at least 32 bytes.
     *
     * @throws MillraceException when it cannot be used
     */
    static TokenKey read(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new MillraceException(ErrorCode.FILE_NOT_FOUND, "file " + file + " does not exist", e);
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.FILE_ERROR, "file " + file + " cannot be read: " + e.getMessage(), e);
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher pem = PUBLIC.matcher(text);
        if (pem.find()) {
            return rsa(file, Base64.getMimeDecoder().decode(pem.group(1)));
        }
        byte[] secret = text.strip().getBytes(StandardCharsets.ISO_8859_1);
        if (text.contains("-----BEGIN") || isPublic(text.strip(), bytes) || secret.length < LEAST_SECRET_BYTES) {
            throw new MillraceException(
                    ErrorCode.FILE_ERROR,
                    "file " + file
                            + " has neither a public key of the form -----BEGIN PUBLIC KEY----- nor a secret of at"
                            + " least " + LEAST_SECRET_BYTES + " bytes");
        }
        return new Secret(secret);
    }

    /** Whether it is a public key in another form, which everybody may know: a JWK, one of SSH, or DER with or without Base64. */
    private static boolean isPublic(String text, byte[] bytes) {
        if (text.startsWith("{") || text.startsWith("ssh-") || text.startsWith("ecdsa-") || isDer(bytes)) {
            return true;
        }
        try {
            return isDer(Base64.getMimeDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isDer(byte[] bytes) {
        for (String algorithm : PUBLIC_ALGORITHMS) {
            try {
                KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(bytes));
                return true;
            } catch (GeneralSecurityException e) {
                continue; // it is none of these
            }
        }
        return false;
    }

    private static TokenKey rsa(Path file, byte[] encoded) {
        try {
            PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
            if (!(key instanceof RSAPublicKey rsa) || rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
                throw new MillraceException(
                        ErrorCode.FILE_ERROR,
                        "file " + file + " has a public key of less than " + LEAST_RSA_BITS + " bits");
            }
            return new Rsa(key);
        } catch (GeneralSecurityException e) {
            throw new MillraceException(
                    ErrorCode.FILE_ERROR, "file " + file + " has a public key of another kind than RSA", e);
        }
    }

    private static final class Secret extends TokenKey {
        private final SecretKeySpec key;

        Secret(byte[] secret) {
            this.key = new SecretKeySpec(secret, "HmacSHA256");
        }

        @Override
        String algorithm() {
            return "HS256";
        }

        @Override
        boolean isSignature(byte[] signed, byte[] signature) throws GeneralSecurityException {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return MessageDigest.isEqual(mac.doFinal(signed), signature);
        }
    }

    private static final class Rsa extends TokenKey {
        private final PublicKey key;

        Rsa(PublicKey key) {
            this.key = key;
        }

        @Override
        String algorithm() {
            return "RS256";
        }

        @Override
        boolean isSignature(byte[] signed, byte[] signature) throws GeneralSecurityException {
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(key);
            check.update(signed);
            return check.verify(signature);
        }
    }
}
