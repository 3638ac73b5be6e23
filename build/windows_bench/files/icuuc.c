/* The names of Windows' ICU that Qt asks for, which Wine 8 lacks: no converter is found. */
#define EMPTY(name) __declspec(dllexport) void *name(void) { return 0; }

__declspec(dllexport) void *ucnv_open(const char *n, int *e)
{
    if (e) *e = 4;
    return 0;
}

EMPTY(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
EMPTY(UCNV_TO_U_CALLBACK_SUBSTITUTE)
EMPTY(ucnv_cbFromUWriteUChars)
EMPTY(ucnv_cbToUWriteUChars)
EMPTY(ucnv_close)
EMPTY(ucnv_countAvailable)
EMPTY(ucnv_fromUCountPending)
EMPTY(ucnv_fromUnicode)
EMPTY(ucnv_getAvailableName)
EMPTY(ucnv_getFromUCallBack)
EMPTY(ucnv_getMaxCharSize)
EMPTY(ucnv_getName)
EMPTY(ucnv_getStandardName)
EMPTY(ucnv_getToUCallBack)
EMPTY(ucnv_reset)
EMPTY(ucnv_setFromUCallBack)
EMPTY(ucnv_setToUCallBack)
EMPTY(ucnv_toUCountPending)
EMPTY(ucnv_toUnicode)
