package vethscope.app.paint;

/// Contrast and difference of colours as eyes see them.
final class Colour {

    private Colour() {}

    /// Matrices for full colour blindness: Machado, Oliveira and Fernandes, 2009, severity 1.0.
    enum Vision {
        NORMAL(1, 0, 0, 0, 1, 0, 0, 0, 1),
        PROTAN(0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998),
        DEUTAN(0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
        TRITAN(1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900);

        private final double[] matrix;

        Vision(double... matrix) {
            this.matrix = matrix;
        }
    }

    /// Contrast ratio by WCAG 2: 1 to 21.
    static double contrast(int a, int b) {
        double bright = Math.max(luminance(a), luminance(b));
        double dark = Math.min(luminance(a), luminance(b));
        return (bright + 0.05) / (dark + 0.05);
    }

    /// The colour in linear light, each channel 0 to 1, as that eye sees it.
    static double[] seen(int rgb, Vision vision) {
        double[] linear = linear(rgb);
        double[] m = vision.matrix;
        double[] seen = new double[3];
        for (int i = 0; i < 3; i++) {
            seen[i] = Math.clamp(m[3 * i] * linear[0] + m[3 * i + 1] * linear[1] + m[3 * i + 2] * linear[2], 0, 1);
        }
        return seen;
    }

    private static double luminance(int rgb) {
        double[] c = linear(rgb);
        return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
    }

    private static double[] linear(int rgb) {
        return new double[] {linear1(rgb >> 16 & 255), linear1(rgb >> 8 & 255), linear1(rgb & 255)};
    }

    private static double linear1(int channel) {
        double v = channel / 255.0;
        return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }

    private static double[] lab(double[] linear) {
        double x = (0.4124564 * linear[0] + 0.3575761 * linear[1] + 0.1804375 * linear[2]) / 0.95047;
        double y = 0.2126729 * linear[0] + 0.7151522 * linear[1] + 0.0721750 * linear[2];
        double z = (0.0193339 * linear[0] + 0.1191920 * linear[1] + 0.9503041 * linear[2]) / 1.08883;
        return new double[] {116 * cube(y) - 16, 500 * (cube(x) - cube(y)), 200 * (cube(y) - cube(z))};
    }

    private static double cube(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    /// CIEDE2000 (Sharma, Wu and Dalal, 2005) of two colours in linear light.
    static double difference(double[] first, double[] second) {
        double[] a = lab(first);
        double[] b = lab(second);
        double meanC = (Math.hypot(a[1], a[2]) + Math.hypot(b[1], b[2])) / 2;
        double g = 0.5 * (1 - Math.sqrt(Math.pow(meanC, 7) / (Math.pow(meanC, 7) + Math.pow(25, 7))));
        double c1 = Math.hypot((1 + g) * a[1], a[2]);
        double c2 = Math.hypot((1 + g) * b[1], b[2]);
        double h1 = hue(a[2], (1 + g) * a[1]);
        double h2 = hue(b[2], (1 + g) * b[1]);
        double dh = c1 * c2 == 0 ? 0 : h2 - h1 > 180 ? h2 - h1 - 360 : h2 - h1 < -180 ? h2 - h1 + 360 : h2 - h1;
        double deltaL = b[0] - a[0];
        double deltaC = c2 - c1;
        double deltaH = 2 * Math.sqrt(c1 * c2) * Math.sin(Math.toRadians(dh) / 2);
        double l = (a[0] + b[0]) / 2;
        double c = (c1 + c2) / 2;
        double h = c1 * c2 == 0
                ? h1 + h2
                : Math.abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2;
        double t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.20 * cos(4 * h - 63);
        double rc = 2 * Math.sqrt(Math.pow(c, 7) / (Math.pow(c, 7) + Math.pow(25, 7)));
        double rt = -rc * Math.sin(Math.toRadians(60 * Math.exp(-Math.pow((h - 275) / 25, 2))));
        double sl = 1 + 0.015 * Math.pow(l - 50, 2) / Math.sqrt(20 + Math.pow(l - 50, 2));
        double sc = 1 + 0.045 * c;
        double sh = 1 + 0.015 * c * t;
        double lightness = deltaL / sl;
        double chroma = deltaC / sc;
        double huePart = deltaH / sh;
        return Math.sqrt(lightness * lightness + chroma * chroma + huePart * huePart + rt * chroma * huePart);
    }

    private static double hue(double b, double a) {
        return (Math.toDegrees(Math.atan2(b, a)) + 360) % 360;
    }

    private static double cos(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }
}
