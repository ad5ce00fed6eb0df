package vethscope.model;

import java.util.regex.Pattern;

/// What links, probes and layout refer to an element by: `[a-z0-9][a-z0-9.-]*`, unique in a design.
public record Id(String value) implements Comparable<Id> {

    private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9.-]*");

    public Id {
        if (!LEGAL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not an id: use a-z, 0-9, '.' and '-', first a letter or digit");
        }
    }

    public static Id of(String value) {
        return new Id(value);
    }

    public static boolean legal(String value) {
        return LEGAL.matcher(value).matches();
    }

    @Override
    public int compareTo(Id other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
