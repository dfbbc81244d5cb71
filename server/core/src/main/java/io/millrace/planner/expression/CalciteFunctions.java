package io.millrace.planner.expression;

import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.apache.calcite.DataContext;
import org.apache.calcite.DataContexts;

/**
 * Keeps one instance for each thread of those of Calcite's functions that remember compiled patterns. Generated code calls it by name.
 *
 * <p>Their text of times is English, and in UTC, which {@code bin/millrace} makes the zone of the process; a server within another process has
 * that one's zone in patterns of times.
 */
public final class CalciteFunctions {

    private static final ThreadLocal<Map<Class<?>, Object>> INSTANCES = ThreadLocal.withInitial(HashMap::new);

    private static final DataContext CONTEXT = DataContexts.of(Map.of(
            DataContext.Variable.TIME_ZONE.camelName,
            TimeZone.getTimeZone("UTC"),
            DataContext.Variable.LOCALE.camelName,
            Locale.ENGLISH));

    private CalciteFunctions() {}

    /** The instance of this thread. */
    public static Object of(Class<?> type) {
        return INSTANCES.get().computeIfAbsent(type, CalciteFunctions::instance);
    }

    private static Object instance(Class<?> type) {
        try {
            for (var constructor : type.getConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == DataContext.class) {
                    return constructor.newInstance(CONTEXT);
                }
            }
            return type.getConstructor().newInstance();
        } catch (InstantiationException
                | IllegalAccessException
                | InvocationTargetException
                | NoSuchMethodException e) {
            throw new IllegalStateException("Calcite's " + type.getSimpleName() + " cannot be made", e);
        }
    }
}
