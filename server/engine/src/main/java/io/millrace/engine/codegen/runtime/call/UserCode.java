package io.millrace.engine.codegen.runtime.call;

import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.spi.error.ErrorCode;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What was found of users' code for the classes that call it, by name and then by signature; it is forgotten with these. Thread-safe.
 *
 * @param <T> how it is called
 */
final class UserCode<T> {

    private final ClassValue<Map<String, Map<String, T>>> found = new ClassValue<>() {
        @Override
        protected Map<String, Map<String, T>> computeValue(Class<?> caller) {
            return new ConcurrentHashMap<>();
        }
    };

    /** What a caller has found before, or finds now. */
    T of(Class<?> caller, String name, String signature, Function<MethodSignature, T> finder) {
        Map<String, Map<String, T>> byName = found.get(caller);
        Map<String, T> ofName = byName.get(name);
        T known = ofName == null ? null : ofName.get(signature);
        if (known == null) {
            known = finder.apply(MethodSignature.parse(signature));
            byName.computeIfAbsent(name, each -> new ConcurrentHashMap<>()).put(signature, known);
        }
        return known;
    }

    /**
     * A public class of the jars.
     *
     * @throws EvaluationException when there is none, with the reason
     */
    static Class<?> type(ClassLoader classes, String name) {
        try {
            Class<?> type = Class.forName(name, false, classes);
            if (type.getClassLoader() instanceof FunctionJars) {
                return Class.forName(name, true, type.getClassLoader());
            }
        } catch (ClassNotFoundException e) {
            // as if it were elsewhere
        } catch (LinkageError e) {
            throw EvaluationException.invalidArgument("class \"" + name + "\" cannot be loaded: " + reason(e));
        }
        throw EvaluationException.invalidArgument("there is no class \"" + name
                + "\" in the jars of functions.path, as they were when the server was started");
    }

    /** The public methods of a name that take values of these kinds. */
    static List<Method> methods(Class<?> type, String name, boolean isStatic, MethodSignature signature) {
        return Arrays.stream(type.getMethods())
                .filter(each -> each.getName().equals(name) && Modifier.isStatic(each.getModifiers()) == isStatic)
                .filter(each -> !each.isBridge() && takes(each, signature))
                .toList();
    }

    private static boolean takes(Method method, MethodSignature signature) {
        Class<?>[] types = method.getParameterTypes();
        if (types.length != signature.parameters().size()) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (!JavaValues.parameters(signature.parameters().get(i)).contains(types[i])) {
                return false;
            }
        }
        return true;
    }

    /** Parameters as they are written for values of these kinds. */
    static String parameters(MethodSignature signature) {
        return signature.parameters().stream()
                .map(kind -> JavaValues.parameters(kind).get(0).getSimpleName())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** What a method gives, as it is written for a value of this kind. */
    static String result(MethodSignature signature) {
        return JavaValues.results(signature.result().kind()).get(0).getSimpleName();
    }

    /** Puts values into the classes of parameters; false when one is NULL that its parameter cannot hold. */
    static boolean give(Object[] values, MethodSignature signature, Class<?>[] types) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null && types[i].isPrimitive()) {
                return false;
            }
            values[i] = JavaValues.given(values[i], signature.parameters().get(i), types[i]);
        }
        return true;
    }

    /** What code of a user threw, as the failure of one row; nothing is caught of a lack of memory. */
    static EvaluationException failed(String function, Throwable failure) {
        if (failure instanceof OutOfMemoryError error) {
            throw error;
        }
        return failure instanceof EvaluationException known
                ? known
                : new EvaluationException(
                        ErrorCode.INVALID_ARGUMENT, "function \"" + function + "\" failed: " + reason(failure));
    }

    private static String reason(Throwable e) {
        Throwable cause = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
