// Two types that core.c cannot choose between.
struct inner {
  int first;
  long second;
};
struct shape___one {
  int pad;
  int moved;
};
struct shape___two {
  int moved;
};
struct shape___one *a;
struct shape___two *b;
struct inner *c;
