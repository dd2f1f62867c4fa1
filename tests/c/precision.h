// Names of one precision: define BITS as 64 or 32, then include this, as often as wanted.

#undef F
#undef P
#undef OTHER
#undef EPSILON

#if BITS == 64
#define F double
#define P(name) name##_f64
#define OTHER(name) name##_f32
#define EPSILON DBL_EPSILON
#else
#define F float
#define P(name) name##_f32
#define OTHER(name) name##_f64
#define EPSILON FLT_EPSILON
#endif
