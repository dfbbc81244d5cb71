package io.millrace.cli.command;

import io.millrace.cli.command.ShellCommand.Call;
import io.millrace.cli.output.OutputFormat;
import io.millrace.cli.output.Style;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Commands about how results are printed. */
final class OutputCommands {

    /** Something that can be chosen: what it is, and how it becomes something else. */
    private record Choice(Supplier<String> now, Setter setter) {}

    private interface Setter {
        void set(String value) throws CommandFailure;
    }

    private final Shell shell;
    private final Map<String, Choice> choices = new TreeMap<>();

    OutputCommands(Shell shell) {
        this.shell = shell;
        Style style = shell.style();
        choices.put("format", new Choice(() -> style.format().name(), value -> style.setFormat(format(value))));
        choices.put("expanded", new Choice(() -> style.expanded().name(), value -> style.setExpanded(expanded(value))));
        choices.put("null", new Choice(() -> "'" + style.nullText() + "'", style::setNullText));
        choices.put("tuples_only", toggle(style::tuplesOnly, style::setTuplesOnly));
        choices.put("footer", toggle(style::footer, style::setFooter));
        choices.put("pager", toggle(style::pager, style::setPager));
        choices.put("timing", toggle(style::timing, style::setTiming));
    }

    List<ShellCommand> all() {
        return List.of(
                ShellCommand.of(
                        "\\x", "[on|off|auto]", "each value on a line of its own", call -> change("expanded", call)),
                ShellCommand.of(
                        "\\t", "[on|off]", "only rows, without names and footer", call -> change("tuples_only", call)),
                ShellCommand.of(
                        "\\timing", "[on|off]", "tell how long statements take", call -> change("timing", call)),
                ShellCommand.of(
                        "\\pset", "[NAME [VALUE]]", "list or set: " + String.join(", ", choices.keySet()), this::set),
                ShellCommand.of("\\format", "FORMAT", "the same as \\pset format", call -> change("format", call)));
    }

    private boolean set(Call call) throws CommandFailure {
        if (call.arguments().isEmpty()) {
            choices.forEach((name, choice) -> tell(name));
            return true;
        }
        String name = call.arguments().get(0).toLowerCase(Locale.ROOT);
        if (!choices.containsKey(name)) {
            throw new CommandFailure("\\pset knows " + String.join(", ", choices.keySet()) + ", not " + name);
        }
        return change(
                name,
                new Call(
                        call.name(),
                        call.arguments().subList(1, call.arguments().size()),
                        Optional.empty()));
    }

    private boolean change(String name, Call call) throws CommandFailure {
        choices.get(name).setter().set(call.argument(0).orElse(""));
        if (shell.screen().terminal().isPresent()) {
            tell(name);
        }
        return true;
    }

    private void tell(String name) {
        shell.screen().out().println(name + ": " + choices.get(name).now().get());
    }

    private static Choice toggle(Supplier<Boolean> now, Consumer<Boolean> setter) {
        return new Choice(
                () -> now.get() ? "on" : "off", value -> setter.accept(value.isEmpty() ? !now.get() : isOn(value)));
    }

    private static boolean isOn(String value) throws CommandFailure {
        String word = value.toLowerCase(Locale.ROOT);
        if (!word.equals("on") && !word.equals("off")) {
            throw new CommandFailure("on or off, not " + value);
        }
        return word.equals("on");
    }

    private OutputFormat format(String value) throws CommandFailure {
        String word = value.equalsIgnoreCase("aligned") ? "table" : value.toLowerCase(Locale.ROOT);
        return Arrays.stream(OutputFormat.values())
                .filter(format -> format.name().equals(word))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("the formats are "
                        + Arrays.stream(OutputFormat.values())
                                .map(OutputFormat::name)
                                .collect(Collectors.joining(", "))));
    }

    private Style.Expanded expanded(String value) throws CommandFailure {
        if (value.isEmpty()) {
            return shell.style().expanded() == Style.Expanded.on ? Style.Expanded.off : Style.Expanded.on;
        }
        return Arrays.stream(Style.Expanded.values())
                .filter(each -> each.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("on, off or auto, not " + value));
    }
}
