package vethscope.model.edit;

import vethscope.model.Design;

/// A change of a design as a value.
public interface Edit {
    Design apply(Design design);
}
