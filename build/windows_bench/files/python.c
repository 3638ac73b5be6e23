/* python.exe and pythonw.exe (-DGUI): as CPython's own, they hand everything on to Py_Main. */
#include <windows.h>
#include <shellapi.h>

typedef int (*main_t)(int, wchar_t **);

static int go(int n, wchar_t **v)
{
    HMODULE h = LoadLibraryW(L"python311.dll");
    return h ? ((main_t)GetProcAddress(h, "Py_Main"))(n, v) : 111;
}

#ifdef GUI
int WINAPI wWinMain(HINSTANCE a, HINSTANCE b, LPWSTR c, int d)
{
    int n;
    wchar_t **v = CommandLineToArgvW(GetCommandLineW(), &n);
    return go(n, v);
}
#else
int wmain(int n, wchar_t **v) { return go(n, v); }
#endif
