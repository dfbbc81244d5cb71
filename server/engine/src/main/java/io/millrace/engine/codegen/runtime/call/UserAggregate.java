package io.millrace.engine.codegen.runtime.call;

import io.millrace.engine.codegen.runtime.EvaluationException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

/**
 * A public class in the {@linkplain FunctionJars jars of users} whose objects are given the rows of a group with {@code accumulate}, one after
 * the other, and asked for the result with {@code finish}. An object serves one group once; whatever it throws is a failure of that group.
 */
public final class UserAggregate {

    private static final String ACCUMULATE = "accumulate";
    private static final String FINISH = "finish";

    private static final UserCode<UserAggregate> FOUND = new UserCode<>();

    private final MethodSignature signature;
    private final Class<?>[] types;
    private final MethodHandle constructor;
    private final MethodHandle accumulate;
    private final MethodHandle finish;

    private UserAggregate(MethodSignature signature, Constructor<?> constructor, Method accumulate, Method finish)
            throws IllegalAccessException {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        this.signature = signature;
        this.types = accumulate.getParameterTypes();
        this.constructor = lookup.unreflectConstructor(constructor).asType(MethodType.methodType(Object.class));
        this.accumulate = lookup.unreflect(accumulate)
                .asSpreader(1, Object[].class, types.length)
                .asType(MethodType.methodType(void.class, Object.class, Object[].class));
        this.finish = lookup.unreflect(finish).asType(MethodType.methodType(Object.class, Object.class));
    }

    /**
     * Computes the result of a group; generated code does.
     *
     * @param function its name in SQL
     * @param arguments the list of the rows, each an array of values; null when there are none
     * @return boxed by its layout
     */
    public static Object call(Class<?> caller, String function, String type, String signature, Object[] arguments) {
        List<?> rows = arguments[0] == null ? List.of() : (List<?>) arguments[0];
        return FOUND.of(caller, type, signature, wanted -> find(caller.getClassLoader(), type, wanted))
                .value(function, rows);
    }

    /**
     * Finds a class.
     *
     * @param name {@code package.Class}
     * @throws EvaluationException when there is none, with the reason
     */
    public static UserAggregate find(ClassLoader classes, String name, MethodSignature signature) {
        Class<?> type = UserCode.type(classes, name);
        List<Method> accumulates = UserCode.methods(type, ACCUMULATE, false, signature);
        List<Method> finishes =
                UserCode.methods(type, FINISH, false, new MethodSignature(List.of(), List.of())).stream()
                        .filter(each ->
                                JavaValues.results(signature.result().kind()).contains(each.getReturnType()))
                        .toList();
        boolean made = Modifier.isPublic(type.getModifiers()) && !Modifier.isAbstract(type.getModifiers());
        if (!made || accumulates.size() != 1 || finishes.size() != 1) {
            throw wanted(type, signature);
        }
        try {
            return new UserAggregate(signature, type.getConstructor(), accumulates.get(0), finishes.get(0));
        } catch (NoSuchMethodException e) {
            throw wanted(type, signature);
        } catch (IllegalAccessException e) {
            throw EvaluationException.invalidArgument("\"" + name + "\" cannot be used from outside its jar");
        }
    }

    private static EvaluationException wanted(Class<?> type, MethodSignature signature) {
        return EvaluationException.invalidArgument("\"" + type.getName()
                + "\" has to be a public class with a public constructor without parameters, one public method void "
                + ACCUMULATE + UserCode.parameters(signature) + " and one " + UserCode.result(signature) + " " + FINISH
                + "()");
    }

    private Object value(String function, List<?> rows) {
        try {
            Object state = (Object) constructor.invokeExact();
            for (Object row : rows) {
                Object[] values = (Object[]) row;
                if (UserCode.give(values, signature, types)) {
                    accumulate.invokeExact(state, values);
                }
            }
            Object result = (Object) finish.invokeExact(state);
            MethodSignature.Result wanted = signature.result();
            return JavaValues.taken(result, wanted.kind(), wanted.scale());
        } catch (Throwable e) {
            throw UserCode.failed(function, e);
        }
    }
}
