package io.millrace.spi.connector.reach;

import java.io.Serializable;

/** What statements may send the server to. */
public record AllowedReach(FileReach files, NetworkReach network) implements Serializable {

    /** All files, and all addresses but those that tell secrets of a machine to whoever asks from there. */
    public static final AllowedReach UNCONFINED = new AllowedReach(FileReach.ANYWHERE, NetworkReach.USUAL);
}
