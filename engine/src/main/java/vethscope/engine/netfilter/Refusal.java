package vethscope.engine.netfilter;

/// iptables would not take the line.
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final String sentence;

    Refusal(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
