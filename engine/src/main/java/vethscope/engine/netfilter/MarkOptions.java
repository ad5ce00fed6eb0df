package vethscope.engine.netfilter;

import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Target.ConnMarkSet;

/// The options of MARK and CONNMARK. Every way to set comes down to `(mark & ~clear) ^ xor`.
final class MarkOptions {

    private @Nullable String way;
    private int xor;
    private int clear = -1;
    private int nfMask = -1;
    private int ctMask = -1;

    boolean accept(String option, Words words, boolean connection) throws Refusal {
        switch (option) {
            case "--set-mark", "--set-xmark", "--or-mark", "--and-mark", "--xor-mark" -> {
                only(option);
                set(option, words.value(option));
            }
            case "--save-mark", "--restore-mark" -> {
                if (!connection) {
                    return false;
                }
                only(option);
            }
            case "--nfmask", "--ctmask", "--mask" -> {
                if (!connection) {
                    return false;
                }
                int mask = Names.bits(words.value(option));
                nfMask = option.equals("--ctmask") ? nfMask : mask;
                ctMask = option.equals("--nfmask") ? ctMask : mask;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void only(String option) throws Refusal {
        if (way != null) {
            throw new Refusal("options.exclude", way, option);
        }
        way = option;
    }

    private void set(String option, String text) throws Refusal {
        int slash = text.indexOf('/');
        boolean masked = slash >= 0 && option.startsWith("--set");
        int value = Names.bits(masked ? text.substring(0, slash) : text);
        int mask = masked ? Names.bits(text.substring(slash + 1)) : -1;
        switch (option) {
            case "--set-mark" -> setTo(value, mask | value);
            case "--or-mark" -> setTo(value, value);
            case "--and-mark" -> setTo(0, ~value);
            case "--xor-mark" -> setTo(value, 0);
            default -> setTo(value, mask);
        }
    }

    private void setTo(int xor, int clear) {
        this.xor = xor;
        this.clear = clear;
    }

    Target mark() throws Refusal {
        if (way == null) {
            throw new Refusal("target.needs-one", "MARK", "--set-mark, --set-xmark, --and-mark, --or-mark, --xor-mark");
        }
        return new Target.MarkSet(xor, clear);
    }

    Target connMark() throws Refusal {
        if (way == null) {
            throw new Refusal("target.needs-one", "CONNMARK", "--set-mark, --save-mark, --restore-mark");
        }
        if (way.equals("--save-mark") || way.equals("--restore-mark")) {
            return new ConnMarkSet(
                    way.equals("--save-mark") ? ConnMarkSet.Mode.SAVE : ConnMarkSet.Mode.RESTORE, nfMask, ctMask);
        }
        return new ConnMarkSet(ConnMarkSet.Mode.SET, xor, clear);
    }
}
