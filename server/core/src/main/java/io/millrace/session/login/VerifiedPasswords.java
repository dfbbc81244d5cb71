package io.millrace.session.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords that were found right a short while ago, so that the work of comparing them is not done for each request. They are kept as
 * digests with a key that no one else has, and count as long as the user has the same hash. Thread-safe.
 */
final class VerifiedPasswords {

    private static final String DIGEST = "HmacSHA256";
    private static final int MOST = 10_000;
    private static final long NANOS = 60_000_000_000L;

    private record Verified(String hash, long until) {}

    private final SecretKeySpec key;
    private final Map<String, Verified> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
            return size() > MOST;
        }
    };

    VerifiedPasswords() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, DIGEST);
    }

    /** Whether the password was compared with this hash, and was right; it is remembered for as long again. */
    boolean contains(String user, String password, String hash) {
        String digest = digest(user, password);
        synchronized (known) {
            Verified verified = known.get(digest);
            long now = System.nanoTime();
            boolean right = verified != null && verified.hash().equals(hash) && verified.until() - now > 0;
            if (right) {
                known.put(digest, new Verified(hash, now + NANOS));
            }
            return right;
        }
    }

    void add(String user, String password, String hash) {
        String digest = digest(user, password);
        synchronized (known) {
            known.put(digest, new Verified(hash, System.nanoTime() + NANOS));
        }
    }

    private String digest(String user, String password) {
        try {
            Mac mac = Mac.getInstance(DIGEST);
            mac.init(key);
            mac.update(user.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Base64.getEncoder().encodeToString(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + DIGEST, e);
        }
    }
}
