package io.millrace.endpoint.sql;

import io.millrace.session.Principal;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.HashMap;
import java.util.Map;

/** How many requests are under way, of all and of each user, so that nobody takes all the room. Thread-safe. */
final class RequestRoom {

    private final int most;
    private final int mostOfUser;
    private final String what;
    private final Map<String, Integer> ofUser = new HashMap<>();
    private int all;

    /** @param what is under way */
    RequestRoom(int most, int mostOfUser, String what) {
        this.what = what;
        this.most = most;
        this.mostOfUser = mostOfUser;
    }

    /**
     * Takes room for a request; who is nobody in particular may take all.
     *
     * @throws MillraceException LIMIT_EXCEEDED when there is none
     */
    synchronized void enter(Principal principal) {
        String user = principal.owner();
        if (all == most) {
            throw full(most + " " + what + " are under way");
        }
        if (!user.isEmpty() && ofUser.getOrDefault(user, 0) == mostOfUser) {
            throw full("you have " + mostOfUser + " " + what + " under way");
        }
        all++;
        ofUser.merge(user, 1, Integer::sum);
    }

    private static MillraceException full(String text) {
        return new MillraceException(ErrorCode.LIMIT_EXCEEDED, text + "; send it again a little later");
    }

    synchronized void leave(Principal principal) {
        all--;
        ofUser.computeIfPresent(principal.owner(), (user, count) -> count == 1 ? null : count - 1);
    }
}
