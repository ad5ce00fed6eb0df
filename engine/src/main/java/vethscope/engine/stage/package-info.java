/// What a packet meets, one file per stage, in the order that [vethscope.engine.stage.DataPath] lists. A stage is
/// a pure function that decides and explains; it never calls another stage.
package vethscope.engine.stage;
