package io.millrace.engine.codegen.runtime.call;

import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * A public static method of a class in the {@linkplain FunctionJars jars of users}, called for each row; it gives a value, or the rows of a
 * table. Whatever it throws is a failure of that row. Thread-safe as far as the method is.
 */
public final class UserMethod {

    private static final int MOST_ROWS = 1_000_000;

    private static final UserCode<UserMethod> FOUND = new UserCode<>();

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
        return FOUND.of(caller, method, signature, wanted -> find(caller.getClassLoader(), method, wanted))
                .value(function, arguments);
    }

    /**
     * Calls a method that gives rows; generated code does.
     *
     * @return each row as its values, boxed by their layouts
     */
    public static Object rows(Class<?> caller, String function, String method, String signature, Object[] arguments) {
        return FOUND.of(caller, method, signature, wanted -> findRows(caller.getClassLoader(), method, wanted))
                .rows(function, arguments);
    }

    /**
     * Finds a method that gives a value.
     *
     * @param method {@code package.Class.method}
     * @throws EvaluationException when there is none, with the reason
     */
    public static UserMethod find(ClassLoader classes, String method, MethodSignature signature) {
        return find(
                classes,
                method,
                signature,
                JavaValues.results(signature.result().kind()),
                UserCode.result(signature));
    }

    /**
     * Finds one that gives rows.
     *
     * @throws EvaluationException when there is none, with the reason
     */
    public static UserMethod findRows(ClassLoader classes, String method, MethodSignature signature) {
        boolean single = signature.results().size() == 1;
        return find(classes, method, signature, List.of(), "Iterable<" + (single ? "Object" : "Object[]") + ">");
    }

    /** @param results the types that it may give; none when it gives rows */
    private static UserMethod find(
            ClassLoader classes, String method, MethodSignature signature, List<Class<?>> results, String result) {
        int dot = method.lastIndexOf('.');
        if (dot <= 0) {
            throw EvaluationException.invalidArgument("\"" + method + "\" names no method; write package.Class.method");
        }
        Class<?> type = UserCode.type(classes, method.substring(0, dot));
        String name = method.substring(dot + 1);
        List<Method> methods = UserCode.methods(type, name, true, signature).stream()
                .filter(each -> results.isEmpty()
                        ? Iterable.class.isAssignableFrom(each.getReturnType())
                        : results.contains(each.getReturnType()))
                .toList();
        if (methods.size() != 1 || !Modifier.isPublic(type.getModifiers())) {
            throw EvaluationException.invalidArgument("\"" + type.getName() + "\" has to be a public class with "
                    + (methods.isEmpty() ? "a" : "exactly one")
                    + " public static method " + result + " " + name + UserCode.parameters(signature));
        }
        try {
            return new UserMethod(signature, methods.get(0));
        } catch (IllegalAccessException e) {
            throw EvaluationException.invalidArgument(
                    "\"" + type.getName() + "." + name + "\" cannot be called from outside its jar");
        }
    }

    /** Whether values of a kind can be given to methods, and taken from them. */
    public static boolean takes(TypeKind kind) {
        return !JavaValues.parameters(kind).isEmpty();
    }

    private Object value(String function, Object[] arguments) {
        if (!UserCode.give(arguments, signature, types)) {
            return null;
        }
        try {
            Object result = (Object) handle.invokeExact(arguments);
            MethodSignature.Result wanted = signature.result();
            return JavaValues.taken(result, wanted.kind(), wanted.scale());
        } catch (Throwable e) {
            throw UserCode.failed(function, e);
        }
    }

    private List<Object[]> rows(String function, Object[] arguments) {
        List<Object[]> rows = new ArrayList<>();
        if (!UserCode.give(arguments, signature, types)) {
            return rows;
        }
        try {
            Iterable<?> given = (Iterable<?>) (Object) handle.invokeExact(arguments);
            if (given != null) {
                for (Object row : given) {
                    if (rows.size() == MOST_ROWS) {
                        throw new EvaluationException(
                                ErrorCode.LIMIT_EXCEEDED,
                                "function \"" + function + "\" gives more than " + MOST_ROWS + " rows for one call");
                    }
                    rows.add(row(row));
                }
            }
        } catch (Throwable e) {
            throw UserCode.failed(function, e);
        }
        return rows;
    }

    /** The values of a row, which is an array; a single one may stand for itself. */
    private Object[] row(Object given) {
        int columns = signature.results().size();
        Object[] values = given instanceof Object[] array ? array : new Object[] {given};
        if (values.length != columns) {
            throw new IllegalArgumentException("it gives a row of " + values.length
                    + (values.length == 1 ? " value" : " values") + ", but RETURNS " + columns
                    + (columns == 1 ? " column" : " columns"));
        }
        Object[] row = new Object[columns];
        for (int i = 0; i < columns; i++) {
            MethodSignature.Result wanted = signature.results().get(i);
            if (values[i] != null && !JavaValues.results(wanted.kind()).contains(values[i].getClass())) {
                throw new IllegalArgumentException(
                        "it gives a " + values[i].getClass().getSimpleName() + " in column " + (i + 1) + ", which is "
                                + wanted.kind().sqlName());
            }
            row[i] = JavaValues.taken(values[i], wanted.kind(), wanted.scale());
        }
        return row;
    }
}
