package vethscope.model.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/// Numbers of JSON as numbers of Java and back.
final class Scalars {

    private static final Pattern PLAIN = Pattern.compile("0|-?[1-9][0-9]{0,17}");
    private static final int MAX_SCALE = 400;
    private static final int MAX_DIGITS = 1000;

    private Scalars() {}

    /// A whole number, also when it is written `1e3` or `1.0`.
    static Optional<Long> whole(String text) {
        if (text.length() > MAX_DIGITS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    static Optional<Double> decimal(String text) {
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }

    /// A text that says the same as a JSON number.
    static boolean plain(String text) {
        return PLAIN.matcher(text).matches();
    }

    /// The Java number of a Kubernetes spec: Integer, Long or BigInteger if it is whole, else BigDecimal.
    ///
    /// @throws ArithmeticException if it is far beyond what any API takes
    static Number number(String text) {
        BigDecimal value = text.length() > MAX_DIGITS ? null : new BigDecimal(text).stripTrailingZeros();
        if (value == null || Math.abs((long) value.scale()) > MAX_SCALE) {
            throw new ArithmeticException(text + " is out of range");
        }
        if (value.scale() > 0) {
            return value;
        }
        BigInteger whole = value.toBigIntegerExact();
        if (whole.bitLength() < Integer.SIZE) {
            return whole.intValue();
        }
        return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
    }

    static String text(Number number) {
        return switch (number) {
            case BigDecimal decimal -> plainText(decimal);
            case Double real -> Double.isFinite(real) ? plainText(new BigDecimal(real.toString())) : "0";
            case Float real -> Float.isFinite(real) ? plainText(new BigDecimal(real.toString())) : "0";
            default -> number.toString();
        };
    }

    /// A coordinate: at most two decimals, none if whole.
    static String coordinate(double value) {
        return Double.isFinite(value) ? plainText(BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP)) : "0";
    }

    private static String plainText(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
