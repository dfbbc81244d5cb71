package io.millrace.engine.local;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Source;
import io.millrace.engine.operator.factory.OperatorFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A graph cut into stages at its exchanges.
 *
 * <p>Equal sub-graphs become one step that serves all its consumers. A step belongs to the latest stage of its inputs; an
 * exchange begins a new one. Inside a stage pages are pushed from step to step at once; between stages they are buffered.
 */
final class StagePlan {

    /**
     * What one operator does.
     *
     * @param index in topological order
     * @param node the outermost DStream that the operator covers
     * @param consumers where its output goes
     */
    record Step(int index, DStream node, int stage, List<Edge> consumers) {

        boolean isSource() {
            return node instanceof Source;
        }

        boolean isExchange() {
            return node instanceof Exchange;
        }
    }

    /** An output of one step that is input number {@code port} of another. */
    record Edge(Step to, int port) {}

    private final List<Step> steps = new ArrayList<>();
    private final Map<Source, Step> sources = new LinkedHashMap<>();
    private final Map<DStream, Step> byNode = new HashMap<>();
    private final Step root;

    StagePlan(DStream graph) {
        root = add(graph);
    }

    private Step add(DStream node) {
        Step known = byNode.get(node);
        if (known != null) {
            return known;
        }
        List<Step> inputs = new ArrayList<>();
        int stage = 0;
        for (DStream input : OperatorFactory.inputs(node)) {
            Step step = add(input);
            inputs.add(step);
            stage = Math.max(stage, step.isExchange() ? step.stage() + 1 : step.stage());
        }
        Step step = new Step(steps.size(), node, stage, new ArrayList<>());
        steps.add(step);
        byNode.put(node, step);
        if (node instanceof Source source) {
            sources.put(source, step);
        }
        for (int port = 0; port < inputs.size(); port++) {
            inputs.get(port).consumers().add(new Edge(step, port));
        }
        return step;
    }

    /** All steps, inputs before consumers. */
    List<Step> steps() {
        return steps;
    }

    /** The places of the steps whose output goes to a step, by its inputs. */
    List<Integer> inputs(Step step) {
        SortedMap<Integer, Integer> byPort = new TreeMap<>();
        for (Step before : steps.subList(0, step.index())) {
            for (Edge edge : before.consumers()) {
                if (edge.to() == step) {
                    byPort.put(edge.port(), before.index());
                }
            }
        }
        return List.copyOf(byPort.values());
    }

    List<Source> sources() {
        return List.copyOf(sources.keySet());
    }

    Step source(Source source) {
        return sources.get(source);
    }

    Step root() {
        return root;
    }

    int stages() {
        return steps.stream().mapToInt(Step::stage).max().orElse(0) + 1;
    }
}
