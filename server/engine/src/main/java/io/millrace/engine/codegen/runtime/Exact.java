package io.millrace.engine.codegen.runtime;

/** Integer arithmetic that reports overflow and division by zero. */
public final class Exact {

    private Exact() {}

    public static int add(int a, int b) {
        int sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            throw overflow("INTEGER", a, "+", b);
        }
        return sum;
    }

    public static long add(long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            throw overflow("BIGINT", a, "+", b);
        }
        return sum;
    }

    public static int subtract(int a, int b) {
        int difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0) {
            throw overflow("INTEGER", a, "-", b);
        }
        return difference;
    }

    public static long subtract(long a, long b) {
        long difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0) {
            throw overflow("BIGINT", a, "-", b);
        }
        return difference;
    }

    public static int multiply(int a, int b) {
        long product = (long) a * b;
        if ((int) product != product) {
            throw overflow("INTEGER", a, "*", b);
        }
        return (int) product;
    }

    public static long multiply(long a, long b) {
        try {
            return Math.multiplyExact(a, b); // one instruction and a jump; the catch is never compiled
        } catch (ArithmeticException e) {
            throw overflow("BIGINT", a, "*", b);
        }
    }

    public static int divide(int a, int b) {
        if (b == 0) {
            throw EvaluationException.divisionByZero();
        }
        if (b == -1 && a == Integer.MIN_VALUE) {
            throw overflow("INTEGER", a, "/", b);
        }
        return a / b;
    }

    public static long divide(long a, long b) {
        if (b == 0) {
            throw EvaluationException.divisionByZero();
        }
        if (b == -1 && a == Long.MIN_VALUE) {
            throw overflow("BIGINT", a, "/", b);
        }
        return a / b;
    }

    public static int modulo(int a, int b) {
        if (b == 0) {
            throw EvaluationException.divisionByZero();
        }
        return a % b;
    }

    public static long modulo(long a, long b) {
        if (b == 0) {
            throw EvaluationException.divisionByZero();
        }
        return a % b;
    }

    public static int negate(int a) {
        if (a == Integer.MIN_VALUE) {
            throw EvaluationException.outOfRange("INTEGER overflow in -(" + a + ")");
        }
        return -a;
    }

    public static long negate(long a) {
        if (a == Long.MIN_VALUE) {
            throw EvaluationException.outOfRange("BIGINT overflow in -(" + a + ")");
        }
        return -a;
    }

    public static int abs(int a) {
        return a < 0 ? negate(a) : a;
    }

    public static long abs(long a) {
        return a < 0 ? negate(a) : a;
    }

    public static int tinyint(long value) {
        if (value != (byte) value) {
            throw outOfRange(value, "TINYINT");
        }
        return (int) value;
    }

    public static int smallint(long value) {
        if (value != (short) value) {
            throw outOfRange(value, "SMALLINT");
        }
        return (int) value;
    }

    public static int integer(long value) {
        if (value != (int) value) {
            throw outOfRange(value, "INTEGER");
        }
        return (int) value;
    }

    /** Towards zero. */
    public static long bigint(double value) {
        if (!(value >= -0x1p63 && value < 0x1p63)) {
            throw EvaluationException.outOfRange(value + " is out of range of BIGINT");
        }
        return (long) value;
    }

    /** Values beyond the range of REAL fail, as they do in every cast. */
    public static double real(double value) {
        float rounded = (float) value;
        if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
            throw EvaluationException.outOfRange(value + " is out of range of REAL");
        }
        return rounded;
    }

    /** The value rounded half up at {@code digits} before ({@code digits < 0}) the point. */
    public static long round(long value, int digits) {
        if (digits >= 0) {
            return value;
        }
        if (digits < -18) {
            return digits == -19 && (value >= 5_000_000_000_000_000_000L || value <= -5_000_000_000_000_000_000L)
                    ? multiply(value, 10)
                    : 0;
        }
        long unit = Decimals.power(-digits);
        return multiply(Decimals.roundDown(value, unit), unit);
    }

    public static long truncate(long value, int digits) {
        if (digits >= 0) {
            return value;
        }
        return digits < -18 ? 0 : value - value % Decimals.power(-digits);
    }

    private static EvaluationException outOfRange(long value, String type) {
        return EvaluationException.outOfRange(value + " is out of range of " + type);
    }

    private static EvaluationException overflow(String type, long a, String operator, long b) {
        return EvaluationException.outOfRange(type + " overflow in " + a + " " + operator + " " + b);
    }
}
