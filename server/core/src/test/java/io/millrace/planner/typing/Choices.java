package io.millrace.planner.typing;

import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which types fill the holes of a template: each type of each hole about as often as the others. */
final class Choices {

    private final Random random;

    Choices(Random random) {
        this.random = random;
    }

    /** @param rounds how often each hole goes through its types */
    List<List<Type>> of(String template, int rounds) {
        List<String> holes = Question.holes(template);
        if (holes.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Type>> choices = new ArrayList<>();
        List<String> families = holes.contains("any") ? Samples.families() : List.of("");
        for (String family : families) {
            List<List<Type>> kinds = holes.stream()
                    .map(hole -> Samples.types(hole.equals("any") ? family : hole))
                    .toList();
            int most = kinds.stream().mapToInt(List::size).max().orElse(1);
            int count = Math.max(1, (holes.size() == 1 ? most : most * rounds / 2) / (families.size() > 1 ? 2 : 1));
            List<List<Type>> decks =
                    kinds.stream().map(kind -> deck(kind, count)).toList();
            for (int i = 0; i < count; i++) {
                int at = i;
                choices.add(decks.stream().map(deck -> deck.get(at)).toList());
            }
        }
        return choices;
    }

    private List<Type> deck(List<Type> kind, int count) {
        List<Type> deck = new ArrayList<>();
        while (deck.size() < count) {
            List<Type> shuffled = new ArrayList<>(kind);
            Collections.shuffle(shuffled, random);
            deck.addAll(shuffled);
        }
        return deck;
    }
}
