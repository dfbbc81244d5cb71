package io.millrace.connector.testkit.kafka;

import java.io.PrintStream;

/** What the process of a {@link KafkaBroker} runs: Kafka's own programs, which formats its directory and then serves. */
final class BrokerProcess {

    private static final String CLUSTER = "TWlsbHJhY2VUZXN0aW5nMQ";

    private BrokerProcess() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        String settings = arguments[0];
        Class.forName("kafka.tools.StorageTool")
                .getMethod("execute", String[].class, PrintStream.class)
                .invoke(null, new String[] {"format", "-t", CLUSTER, "-c", settings, "--ignore-formatted"}, System.out);
        Class.forName("kafka.Kafka").getMethod("main", String[].class).invoke(null, (Object) new String[] {settings});
    }
}
