package io.millrace.connector.generator.nexmark;

import io.millrace.connector.generator.CountedRandom;
import java.util.ArrayList;
import java.util.List;

/** The texts that occur in Nexmark events, made once from a fixed seed and shared by all sources. */
final class NexmarkTexts {

    /** Channels that get half of the bids; they come first in {@link #CHANNELS} and {@link #URLS}. */
    static final List<String> HOT_CHANNELS = List.of("Google", "Facebook", "Baidu", "Apple");

    static final int OTHER_CHANNELS = 10_000;

    private static final long SEED = 0x4E45584D41524BL;
    private static final int EMAILS = 1 << 14;
    private static final List<String> FIRST_NAMES =
            List.of("Peter", "Paul", "Luke", "John", "Saul", "Vicky", "Kate", "Julie", "Sarah", "Deiter", "Walter");
    private static final List<String> LAST_NAMES =
            List.of("Shultz", "Abrams", "Spencer", "White", "Bartels", "Walton", "Smith", "Jones", "Noris");

    static final Pool CHANNELS = channels();
    static final Pool URLS = urls();
    static final Pool NAMES = names();
    static final Pool EMAIL_ADDRESSES = emailAddresses();
    static final Pool STATES = Pool.of(List.of("AZ", "CA", "ID", "OR", "WA", "WY"));
    static final Pool CITIES = Pool.of(List.of(
            "Phoenix",
            "Los Angeles",
            "San Francisco",
            "Boise",
            "Portland",
            "Bend",
            "Redmond",
            "Seattle",
            "Kent",
            "Cheyenne"));
    /** Letters for padding. */
    static final byte[] LETTERS = Pool.letters(false, new CountedRandom(SEED, 1));
    /** Letters and blanks for item names and descriptions. */
    static final byte[] WORDS = Pool.letters(true, new CountedRandom(SEED, 2));

    static final byte[] CARDS = Pool.digitGroups(new CountedRandom(SEED, 3));

    private NexmarkTexts() {}

    private static Pool channels() {
        List<String> texts = new ArrayList<>(HOT_CHANNELS);
        for (int channel = 0; channel < OTHER_CHANNELS; channel++) {
            texts.add("channel-" + channel);
        }
        return Pool.of(texts);
    }

    /** One address per channel; one in ten of the cold channels' does not name the channel. */
    private static Pool urls() {
        CountedRandom random = new CountedRandom(SEED, 4);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < HOT_CHANNELS.size() + OTHER_CHANNELS; i++) {
            int channel = i - HOT_CHANNELS.size();
            StringBuilder url = new StringBuilder("https://www.nexmark.com/");
            for (int part = 0; part < 3; part++) {
                url.append(word(random, i * 4L + part, 3, 2)).append('/');
            }
            url.append("item.htm?query=1");
            if (channel >= 0 && CountedRandom.below(random.bits(i * 4L + 3), 10) > 0) {
                url.append("&channel_id=").append(Math.abs(Integer.reverse(channel)));
            }
            texts.add(url.toString());
        }
        return Pool.of(texts);
    }

    private static Pool names() {
        List<String> texts = new ArrayList<>();
        for (String first : FIRST_NAMES) {
            for (String last : LAST_NAMES) {
                texts.add(first + " " + last);
            }
        }
        return Pool.of(texts);
    }

    private static Pool emailAddresses() {
        CountedRandom random = new CountedRandom(SEED, 5);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < EMAILS; i++) {
            texts.add(word(random, i * 2L, 3, 4) + "@" + word(random, i * 2L + 1, 3, 2) + ".com");
        }
        return Pool.of(texts);
    }

    /** A word of {@code shortest} to {@code shortest + spread - 1} letters. */
    private static String word(CountedRandom random, long counter, int shortest, int spread) {
        long bits = random.bits(counter);
        int length = shortest + CountedRandom.below(bits, spread);
        StringBuilder word = new StringBuilder();
        long letters = bits & 0xFFFFFFFFL;
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + letters % 26));
            letters /= 26;
        }
        return word.toString();
    }
}
