package io.millrace.endpoint;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Keeps pages of other sites from changing anything through a browser, which would send them along what it knows of passwords, and
 * reaches this machine. Only browsers say where a page comes from; but they say nothing when a page only reads from where it comes from
 * itself, which may be a name that somebody has made for this machine. So without users all have to call it by a name of its own.
 */
final class Origins {

    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.[0-9]+){3}|\\[::1])(:[0-9]+)?");

    private Origins() {}

    /**
     * Checks where a page comes from that sends a request.
     *
     * @param open whether everybody may do everything: then a name that somebody has made for this machine is not enough
     * @throws MillraceException ACCESS_DENIED when it is not from here
     */
    static void check(Request request, boolean open) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        String here = String.valueOf(request.getHeaders().get(HttpHeader.HOST)).toLowerCase(Locale.ROOT);
        if (origin != null
                && !origin.replaceFirst("^[a-z]+://", "")
                        .toLowerCase(Locale.ROOT)
                        .equals(here)) {
            throw new MillraceException(ErrorCode.ACCESS_DENIED, "pages of other sites may not use this server");
        }
        if (open && !LOOPBACK.matcher(here).matches()) {
            throw new MillraceException(
                    ErrorCode.ACCESS_DENIED,
                    "a server without users is there for pages of this machine only; open it as localhost");
        }
    }
}
