package io.millrace.engine.codegen.runtime.call;

import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A public static method of a class in the {@linkplain FunctionJars jars of users}, called for each row. Whatever it throws is a failure of
 * that row. Thread-safe as far as the method is.
 */
public final class UserMethod {

    /** Found for the classes that call them, by name and then by signature, and forgotten with these. */
    private static final ClassValue<Map<String, Map<String, UserMethod>>> FOUND = new ClassValue<>() {
        @Override
        protected Map<String, Map<String, UserMethod>> computeValue(Class<?> caller) {
            return new ConcurrentHashMap<>();
        }
    };

    private final MethodSignature signature;
    private final Class<?>[] types;
    private final MethodHandle handle;

    private UserMethod(MethodSignature signature, Method method) throws IllegalAccessException {
        this.signature = signature;
        this.types = method.getParameterTypes();
        this.handle = MethodHandles.publicLookup()
                .unreflect(method)
                .asSpreader(Object[].class, types.length)
                .asType(MethodType.methodType(Object.class, Object[].class));
    }

    /**
     * Calls a method for a row; generated code does.
     *
     * @param function its name in SQL
     * @param arguments boxed by their layouts
     * @return boxed by its layout
     */
    public static Object call(Class<?> caller, String function, String method, String signature, Object[] arguments) {
        Map<String, Map<String, UserMethod>> found = FOUND.get(caller);
        Map<String, UserMethod> ofName = found.get(method);
        UserMethod known = ofName == null ? null : ofName.get(signature);
        if (known == null) {
            known = find(caller.getClassLoader(), method, MethodSignature.parse(signature));
            found.computeIfAbsent(method, name -> new ConcurrentHashMap<>()).put(signature, known);
        }
        return known.call(function, arguments);
    }

    /**
     * Finds a method.
     *
     * @param method {@code package.Class.method}
     * @throws EvaluationException when there is none, with the reason
     */
    public static UserMethod find(ClassLoader classes, String method, MethodSignature signature) {
        int dot = method.lastIndexOf('.');
        if (dot <= 0) {
            throw EvaluationException.invalidArgument("\"" + method + "\" names no method; write package.Class.method");
        }
        String type = method.substring(0, dot);
        try {
            return find(type(classes, type), method.substring(dot + 1), signature);
        } catch (LinkageError e) {
            throw EvaluationException.invalidArgument("class \"" + type + "\" cannot be loaded: " + reason(e));
        }
    }

    private static UserMethod find(Class<?> type, String name, MethodSignature signature) {
        List<Method> methods = Arrays.stream(type.getMethods())
                .filter(each -> each.getName().equals(name) && Modifier.isStatic(each.getModifiers()))
                .filter(each -> fits(each, signature))
                .toList();
        if (methods.size() != 1 || !Modifier.isPublic(type.getModifiers())) {
            throw EvaluationException.invalidArgument("\"" + type.getName() + "\" has to be a public class with "
                    + (methods.isEmpty() ? "a" : "exactly one")
                    + " public static method " + wanted(name, signature));
        }
        try {
            return new UserMethod(signature, methods.get(0));
        } catch (IllegalAccessException e) {
            throw EvaluationException.invalidArgument(
                    "\"" + type.getName() + "." + name + "\" cannot be called from outside its jar");
        }
    }

    private static Class<?> type(ClassLoader classes, String name) {
        try {
            Class<?> type = Class.forName(name, false, classes);
            if (type.getClassLoader() instanceof FunctionJars) {
                return Class.forName(name, true, type.getClassLoader());
            }
        } catch (ClassNotFoundException e) {
            // as if it were elsewhere
        }
        throw EvaluationException.invalidArgument("there is no class \"" + name
                + "\" in the jars of functions.path, as they were when the server was started");
    }

    private static boolean fits(Method method, MethodSignature signature) {
        Class<?>[] types = method.getParameterTypes();
        if (types.length != signature.parameters().size()) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (!JavaValues.parameters(signature.parameters().get(i)).contains(types[i])) {
                return false;
            }
        }
        return JavaValues.results(signature.result()).contains(method.getReturnType());
    }

    private static String wanted(String name, MethodSignature signature) {
        return first(JavaValues.results(signature.result())) + " " + name
                + signature.parameters().stream()
                        .map(kind -> first(JavaValues.parameters(kind)))
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String first(List<Class<?>> types) {
        return types.get(0).getSimpleName();
    }

    /** Whether values of a kind can be given to methods, and taken from them. */
    public static boolean takes(TypeKind kind) {
        return !JavaValues.parameters(kind).isEmpty();
    }

    private Object call(String function, Object[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] == null && types[i].isPrimitive()) {
                return null;
            }
            arguments[i] = JavaValues.given(arguments[i], signature.parameters().get(i), types[i]);
        }
        try {
            Object result = (Object) handle.invokeExact(arguments);
            return JavaValues.taken(result, signature.result(), signature.scale());
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            throw new EvaluationException(
                    ErrorCode.INVALID_ARGUMENT, "function \"" + function + "\" failed: " + reason(e));
        }
    }

    private static String reason(Throwable e) {
        Throwable cause = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
