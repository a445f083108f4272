package org.restconnector.json;

import java.math.BigDecimal;
import java.math.BigInteger;

/** The number {@code -0}, {@code -0.0}...: equal to zero, but written as it came. */
final class NegativeZero extends BigDecimal {
    private static final long serialVersionUID = 1;

    NegativeZero(int scale) {
        super(BigInteger.ZERO, scale);
    }

    @Override
    public double doubleValue() {
        return -0.0;
    }

    @Override
    public float floatValue() {
        return -0.0f;
    }

    @Override
    public String toString() {
        return "-" + super.toString();
    }

    @Override
    public String toPlainString() {
        return "-" + super.toPlainString();
    }
}
